"""A9: names that a reader cannot tell apart are one, and nobody is named like an office."""

from __future__ import annotations

import pytest

from consult.shared.names import problem_of_name
from consult.shared.skeletons import skeleton

# ruff: noqa: RUF001 - letters that look alike are what this is about

BODIES = frozenset({skeleton("بلدية الكرك الكبرى"), skeleton("Water Users’ Association")})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("admin", "аdmin"),
        ("Admin", "ＡＤＭＩＮ"),
        ("moderator", "m0derat0r"),
        ("مشرف", "مُشْــرِفْ"),
        ("المشرفة", "المشرفه"),
        ("كرمي", "کرمی"),
        ("إدارة أمانة", "ادارة امانه"),
        ("قسم ١", "قسم 1"),
        ("اﷲ", "االله"),
        ("paypal", "paypaI"),
        ("a b", "a\u200bb"),
        ("Layla", "𝐋𝐚𝐲𝐥𝐚"),
        ("ADMIN", "𝙰𝙳𝙼𝙸𝙽"),
        ("dath", "đaŧħ"),
    ],
)
def test_a9_names_that_look_alike_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other) != ""


@pytest.mark.parametrize(
    ("one", "other"), [("سارة", "سارية"), ("Ahmad", "Ahmed"), ("مشرف", "مشرق"), ("حر", "خر"), ("Noor", "نور")]
)
def test_a9_names_that_differ_have_two(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@pytest.mark.parametrize(
    "name",
    ["", "  ", "مشاركة من معان", "A participant from Ma’an", "لَعَلَّكُمْ", "نیک‌بخت", "سارة ٧", "C++ Lover", "أم محمد Ali",
     "O'Neil-Ali", "José Müller", "مشاركة\u200f", "Ministerial Reader", "قارئة الوزارات",
     "Łukasz Þór Ŋ", "Əli Đặng", "Ｗａｔｅｒ", "Mª Nº ½", "𝐋𝐚𝐲𝐥𝐚", "پروین ۷", "سارة 🌿"],
)  # fmt: skip
def test_a9_names_that_may_be_shown(name: str) -> None:
    assert problem_of_name(name, BODIES) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Admin", "name-official"),
        ("4dm1n", "name-official"),
        ("m o d e r a t o r", "name-official"),
        ("The Moderator 2", "name-official"),
        ("Moderator2", "name-official"),
        ("مُشــرف", "name-official"),
        ("مشرف٢", "name-official"),
        ("وزارة المياه", "name-official"),
        # Letters without their dots.
        ("مشرڡ", "name-official"),
        ("مشرفوں", "name-official"),
        ("وزاره التخطیط", "name-official"),
        ("بلديه الكرك الكبري", "name-official"),
        ("water users' association", "name-official"),
        ("Wаter", "name-unreadable"),
        ("قارئ\u202eمن معان", "name-unreadable"),
        ("\u2067معان", "name-unreadable"),
        ("a\u0301\u0301\u0301\u0301\u0301", "name-unreadable"),
        ("re\u200dader", "name-unreadable"),
        ("\ue000x", "name-unreadable"),
        ("\u0378x", "name-unreadable"),
        # Letters that look like Latin ones: Cherokee, Lisu, phonetics, small capitals, clicks, and other scripts.
        ("ᎳᎪᎢᎬᎡ", "name-script"),
        ("ꓪꓮꓔꓰꓣ", "name-script"),
        ("ɯater", "name-script"),
        ("ᴡᴀᴛᴇʀ", "name-script"),
        ("wateꞃ", "name-script"),
        ("waɡer", "name-script"),
        ("ꜱʏꜱᴛᴇᴍ", "name-script"),
        ("ǀǀ ǃ", "name-script"),
        ("ƿater", "name-script"),
        ("Мария", "name-script"),
        ("Σωκράτης", "name-script"),
        ("Սառա", "name-script"),
        ("سارة ๗", "name-script"),
        ("\u200b\u200f", "name-unseen"),
        ("...", "name-unseen"),
        ("\u064b\u064b", "name-unseen"),
    ],
)
def test_a9_names_that_are_refused(name: str, code: str) -> None:
    assert problem_of_name(name, BODIES) == code
