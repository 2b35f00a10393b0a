"""A10: what is counted and cut is what a reader calls a letter, never a code point."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.accounts.models import User
from consult.organisations.models import Organisation
from consult.outcomes.models import Theme
from consult.shared.text import LINE_WIDTH, clean, letters, shortened, too_long

VOCALISED = "لَعَلَّكُمْ"
FAMILY = "👩\u200d👩\u200d👧\u200d👦"
FLAG = "🇯🇴"
MARKED = st.text(
    st.sampled_from(["ل", "َ", "ّ", "e", "\u0301", "👩", "\u200d", "👧", "🏽", "🇯", "🇴", " ", "\n"])
)


@pytest.mark.parametrize(
    ("value", "number"),
    [
        ("", 0),
        ("معان", 4),
        (VOCALISED, 5),
        ("اللّٰه", 4),
        ("ﷺ", 1),
        ("e\u0301", 1),
        (FAMILY, 1),
        ("👍🏽", 1),
        (FLAG + FLAG, 2),
        ("نعم، 3 مرات", 11),
        ("a\nb", 3),
    ],
)
def test_a10_a_letter_with_its_marks_is_one(value: str, number: int) -> None:
    assert letters(value) == number


@pytest.mark.parametrize("letter", ["ن", "نَّ", FAMILY, FLAG, "👍🏽"])
def test_a10_a_limit_takes_as_many_letters_as_it_says(letter: str) -> None:
    assert not too_long(letter * 3000, 3000)
    assert too_long(letter * 3001, 3000)


@pytest.mark.parametrize(
    ("most", "room"), [(100, LINE_WIDTH), (300, LINE_WIDTH), (400, 3200), (3000, 24_000)]
)
def test_a10_marks_without_end_are_no_letters(most: int, room: int) -> None:
    assert not too_long("ن" + "\u064e" * (room - 1), most)
    assert too_long("ن" + "\u064e" * room, most)


def test_a10_a_line_fits_its_column() -> None:
    widths = {
        model.__table__.columns[name].type.length  # type: ignore[attr-defined]
        for model, name in ((User, "public_name"), (Organisation, "name_ar"), (Theme, "title_ar"))
    }
    assert widths == {LINE_WIDTH}


@pytest.mark.parametrize(
    ("value", "most", "cut"),
    [
        ("", 5, ""),
        (VOCALISED, 5, VOCALISED),
        (f"{VOCALISED} {VOCALISED}", 5, f"{VOCALISED}…"),
        (f"{VOCALISED} {VOCALISED}", 8, f"{VOCALISED}…"),
        (f"{VOCALISED} {VOCALISED}", 11, f"{VOCALISED} {VOCALISED}"),
        (VOCALISED, 3, "لَعَلَّ…"),
        (FAMILY * 3, 2, FAMILY * 2 + "…"),
        ("one two three", 7, "one two…"),
        ("one two three", 8, "one…"),
        ("one\ntwo", 5, "one…"),
    ],
)
def test_a10_words_are_cut_between_letters(value: str, most: int, cut: str) -> None:
    assert shortened(value, most) == cut


def test_what_marks_the_cut_may_be_said() -> None:
    assert shortened("one two", 4, " […]") == "one […]"


@given(MARKED, st.integers(1, 20))
def test_a10_what_is_cut_is_the_beginning_in_whole_letters(typed: str, most: int) -> None:
    value = clean(typed)
    cut = shortened(value, most, "")
    assert value.startswith(cut)
    assert letters(cut) <= most
    assert letters(cut) + letters(value[len(cut) :]) == letters(value)
    assert (cut == value) is (letters(value) <= most)
    assert unicodedata.is_normalized("NFC", cut)
