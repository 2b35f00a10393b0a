"""Texts are compared as readers take them: one form for harakat, seats, digits, keyboards and capitals."""
# ruff: noqa: RUF001 - letters that are written for one another are what this is about

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.search.queries import MOST_TYPED, MOST_WORDS, wanted_words
from consult.shared.folding import fold, without_article
from consult.shared.text import reference_ending

# All that Unicode gives a form or a mark; ideographs, syllables and what is not assigned are left aside.
WRITTEN = ((0, 0x3400), (0xA000, 0xAC40), (0xF900, 0x10000), (0x10000, 0x12000), (0x1D000, 0x1F000))

SAME = {
    "البلدية": "البلديه",
    "إربد": "اربد",
    "آل ٱبن أحمد": "ال ابن احمد",
    "مستشفى": "مستشفي",
    "مسؤولة عن شئون": "مسووله عن شيون",
    "مُدَرِّسَةٌ": "مدرسه",
    "بلـــديـــة": "بلديه",
    "٩٠ و۹۰ و９０": "90 و90 و90",
    "١٬٢٣٤٫٥": "1,234.5",
    "کتابی گ": "كتابي گ",
    "ﻻﺯﻡ": "لازم",
    "ﷺ": "صلي الله عليه وسلم",
    "Café ÉCOLE Straße": "cafe ecole strasse",
    "می\u200cروم": "ميروم",
    "\u200f+٩٦٢\u200e ٦": "+962 6",
    "سطر\n\n  آخر": "سطر اخر",
}


@pytest.mark.parametrize("typed", SAME)
def test_what_readers_hold_for_the_same_is_the_same(typed: str) -> None:
    assert fold(typed) == SAME[typed]


def test_what_is_another_word_stays_another() -> None:
    words = ("عين", "غين", "حال", "خال", "سن", "شن", "ماء", "ما", "90", "9", "a-b", "a_b", "100%")
    assert len({fold(word) for word in words}) == len(words)


def test_folding_again_changes_nothing_for_any_character() -> None:
    marks = (chr(code) for first, last in WRITTEN for code in range(first, last))
    assert [hex(ord(mark)) for mark in marks if fold(fold(mark)) != fold(mark)] == []


@given(st.text(max_size=40))
def test_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded
    assert not [mark for mark in folded if unicodedata.category(mark) in {"Mn", "Me", "Cf"}]


@pytest.mark.parametrize(
    "worst", ["\u0301\u0323", "\uff9e\uff9f", "ﷺ", "\U0001d158", "a\u0315\u0300", "ـ", "ك"]
)
def test_the_time_grows_as_the_text_does(worst: str) -> None:
    def seconds(times: int) -> float:
        text, begun = worst * times, time.process_time()
        fold(text)
        return time.process_time() - begun

    seconds(2_000)
    short, long = min(seconds(10_000) for _ in range(3)), min(seconds(40_000) for _ in range(3))
    # Four times the text; a form that grows with its square would take sixteen times as long.
    assert long < 9 * short + 0.02


def test_the_article_is_no_part_of_what_is_looked_for() -> None:
    found = {
        word: without_article(fold(word)) for word in ("البلدية", "والبلدية", "للبلدية", "الله", "ألم", "ال")
    }
    assert found == {
        "البلدية": "بلديه", "والبلدية": "بلديه", "للبلدية": "بلديه", "الله": "الله", "ألم": "الم", "ال": "ال",
    }  # fmt: skip


def test_a_search_has_a_price() -> None:
    assert wanted_words("البلديّة  البلديه ٩٠") == ["بلديه", "90"]
    assert len(wanted_words(" ".join(f"word{number}" for number in range(40)))) == MOST_WORDS
    assert wanted_words("x" * 5_000) == ["x" * MOST_TYPED]


def test_a_short_reference_is_meant_by_its_number() -> None:
    meant = {
        "٤١٨": "-0418",
        "418": "-0418",
        "2026-418": "-2026-0418",
        "٢٠٢٦ ٤١٨": "-2026-0418",
        "12345": "-12345",
    }
    assert {typed: reference_ending(typed) for typed in meant} == meant
    assert [reference_ending(typed) for typed in ("", "V", "90%", "1.5.6", "x418")] == [None] * 5
