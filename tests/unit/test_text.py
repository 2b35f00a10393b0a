"""Text as people type it."""
# ruff: noqa: RUF001 - letters of other scripts are meant.

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared import text

MARKS = [
    *"\u061c\u200b\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff\x00\x07\x1b\x7f\x85"
]
ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from([*MARKS, "\ud800", "\udfff", "\r", "\n", "\u0301"]))
)


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert text.clean(text.clean(typed)) == text.clean(typed)
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)


@given(ANYTHING)
def test_what_is_clean_can_be_stored_and_read(typed: str) -> None:
    cleaned = text.clean(typed)
    cleaned.encode()
    assert not set(cleaned) & {*MARKS, "\r"}
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(ANYTHING)
def test_a_line_is_one(typed: str) -> None:
    line = text.clean_line(typed)
    assert len(line.splitlines()) <= 1
    assert "  " not in line


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  نص \r\n آخر\r", "نص \n آخر"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2067x\u2069\u200f\ufeff", "x"),
        ("e\u0301", "é"),
        ("لَعَلَّكُمْ", "لَعَلَّكُمْ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\tb\x00c\x0bd", "a\tbcd"),
        ("\ud83d", ""),
        ("\u200b \u200f", ""),
        ("اللّٰه ﷺ", "اللّٰه ﷺ"),
    ],
)
def test_what_stays_and_what_goes(typed: str, cleaned: str) -> None:
    assert text.clean(typed) == unicodedata.normalize("NFC", cleaned)


def test_white_space_of_a_line_is_folded() -> None:
    assert text.clean_line(" عنوان\r\n\t\u00a0 طويل\u2028جدًا ") == "عنوان طويل جدًا"


@pytest.mark.parametrize(
    ("typed", "digits"),
    [("٢٠٢٦", "2026"), ("۱۴۰۵", "1405"), ("0٩۹9", "0999"), ("س٣", "س3"), ("²", "²"), ("٫٬", "٫٬"), ("", "")],
)
def test_western_digits(typed: str, digits: str) -> None:
    assert text.western_digits(typed) == digits


def test_each_digit_of_both_rows() -> None:
    for zero in ("٠", "۰"):
        row = "".join(chr(ord(zero) + step) for step in range(10))
        assert text.western_digits(row) == "0123456789"


def test_paragraphs_and_lines() -> None:
    typed = "\n\nأ\nب\n \t\nج\n\n\n"
    assert text.paragraphs(typed) == ["أ\nب", "ج"]
    assert text.lines(typed) == ["أ", "ب", "ج"]
    assert text.paragraphs(" \n ") == text.lines(" \n ") == []
