"""What the Arabic pages say of a person fits a woman as well as a man."""

# ruff: noqa: RUF001 - Arabic letters that look like Latin ones

from __future__ import annotations

import re

from tools import catalogues

# Nouns that name one person, and only a man: "a participant", "the author", "somebody", "a moderator".
_MASCULINE = re.compile(
    r"\b[ولفبك]{0,2}(?:ال|ل)?"
    r"(?:مشارك(?:ان|ين|اً)?|مواطن(?:اً)?|مستخدم(?:اً)?|عضو(?:اً)?|زائر(?:اً)?|أحدهم|صاحب(?:ها|ه|ك)?|قارئ|كاتب(?:ها|ه)?"
    r"|مشرف(?:اً)?|مدقق(?:اً)?|مدير(?:اً)?|منسق(?:اً)?|ممثل(?:اً)?|موظف(?:اً)?|مقدّم(?:ه)?)(?!\w)"
)
# Programs, not people.
_PROGRAMS = re.compile("قارئ الشاشة|مدقق Nu")


def said() -> list[str]:
    """Return every Arabic sentence of the catalogue."""
    return [text for message in catalogues.read("ar") if message.id for text in catalogues.strings(message)]


def test_no_sentence_names_a_person_by_a_word_for_men_alone() -> None:
    assert [text for text in said() if _MASCULINE.search(_PROGRAMS.sub("", text))] == []


def test_such_a_word_would_be_found() -> None:
    for text in (
        "مساهمة مشارك",
        "سحبها صاحبها",
        "وأُبلغ صاحب الحساب",
        "وافق 11 مشاركاً",
        "فعل أحدهم الأمر",
        "للمشرف أن يخفيها",
    ):
        assert _MASCULINE.search(text), text
    for text in ("مساهمة فردية", "المشاركة الشعبية", "من ممثلي المنظمة", "يصاحب الرد"):
        assert not _MASCULINE.search(text), text
