"""Text as people type it."""
# ruff: noqa: RUF001 - letters of other scripts are meant.

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared import text

TURNING = [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"]
STEERING = [*"\x00\x07\x1b\x7f\x9f"]
LINE_ENDS = [*"\r\v\f\x85\u2028\u2029"]
MARKS = [*"\u061c\u200b\u200e\u200f\ufeff", *TURNING, *STEERING, *LINE_ENDS]
ANYTHING = st.text(
    st.one_of(st.characters(), st.sampled_from([*MARKS, "\ud800", "\udfff", "\r", "\n", "\u0301"]))
)


@given(ANYTHING)
def test_cleaning_twice_is_cleaning_once(typed: str) -> None:
    assert text.clean(text.clean(typed)) == text.clean(typed)
    assert text.clean_line(text.clean_line(typed)) == text.clean_line(typed)


@given(ANYTHING)
def test_what_is_clean_has_one_form(typed: str) -> None:
    cleaned = text.clean(typed)
    assert not set(cleaned) & set(LINE_ENDS)
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(ANYTHING)
def test_what_is_refused_is_all_that_could_not_be_stored_and_is_taken_out_alone(typed: str) -> None:
    left = text.without_refused_marks(typed)
    left.encode()
    assert text.refused_marks(left) == []
    assert len(left) + len(text.refused_marks(typed)) == len(typed)
    assert not set(left) & {*TURNING, *STEERING}


@given(ANYTHING)
def test_what_a_page_may_not_hold_is_left_out_of_it_and_nothing_else(typed: str) -> None:
    shown = text.showable(typed)
    assert "".join(each for each in typed if text.showable(each)) == shown
    assert text.showable("\x00a\x85\ufdd0\U0001ffff\tb\r\n\u202e\u200fc") == "a\tb\r\n\u202e\u200fc"


@given(ANYTHING)
def test_a_name_holds_nothing_unseen(typed: str) -> None:
    line = text.clean_line(typed)
    line.encode()
    assert not set(line) & set(MARKS)


@given(ANYTHING)
def test_a_line_is_one(typed: str) -> None:
    line = text.clean_line(typed)
    assert len(line.splitlines()) <= 1
    assert "  " not in line
    assert "\n" not in text.clean_title(typed)
    assert "  " not in text.clean_title(typed)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("  نص \r\n آخر\r", "نص \n آخر"),
        ("a\u202egnp.exe", "a\u202egnp.exe"),
        ("هاتف \u200e+962 6 555\u200e", "هاتف \u200e+962 6 555\u200e"),
        ("\u061cأ\u200f", "\u061cأ\u200f"),
        ("أ\vب\fج\x85د\u2028هـ\u2029و\r\nز\rح", "أ\nب\nج\nد\nهـ\nو\nز\nح"),
        ("e\u0301", "é"),
        ("لَعَلَّكُمْ", "لَعَلَّكُمْ"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("a\tb  \n   c", "a\tb  \n   c"),
        ("اللّٰه ﷺ", "اللّٰه ﷺ"),
    ],
)
def test_what_stays_and_what_goes(typed: str, cleaned: str) -> None:
    assert text.clean(typed) == unicodedata.normalize("NFC", cleaned)


@pytest.mark.parametrize("mark", [*TURNING, *STEERING, "\ufff9", "\u206a", "\ud83d"])
def test_marks_that_turn_or_steer_are_found_and_never_dropped(mark: str) -> None:
    assert mark in text.clean(f"a{mark}b")
    assert text.refused_marks(f"a{mark}b") == [mark]


@pytest.mark.parametrize("mark", [*"\u200e\u200f\u061c\u200c\u200d\u00ad\u200b\t\n\U000e0067", *LINE_ENDS])
def test_marks_that_words_need_are_not_refused(mark: str) -> None:
    assert text.refused_marks(f"a{mark}b") == []


@pytest.mark.parametrize("blank", ["", " \n", "\u200b\u200e", "\u3164", "\u2800\u115f\u1160\uffa0", "\u202e"])
def test_what_cannot_be_seen_is_no_words(blank: str) -> None:
    assert not text.has_words(blank)


def test_white_space_of_a_line_is_folded() -> None:
    assert text.clean_line("a\x0bb\x0cc\x85d\u200be") == "a b c de"
    assert text.clean_title(" رقم\u2028\u200e+962\x0bهنا ") == "رقم \u200e+962 هنا"
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


@given(ANYTHING)
def test_paragraphs_lose_nothing(typed: str) -> None:
    assert "\n\n".join(text.paragraphs(text.clean(typed))) == text.clean(typed)


def test_paragraphs_and_lines() -> None:
    typed = "أ\n  ب\n \t\nج\n\nد\n\n\n\nهـ"
    assert text.paragraphs(typed) == ["أ\n  ب\n \t\nج", "د", "\n\nهـ"]
    assert text.lines(typed) == ["أ", "  ب", "ج", "د", "هـ"]
    assert text.paragraphs(" \n ") == text.lines(" \n ") == []
