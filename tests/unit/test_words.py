"""Differences between two texts, word by word."""
# ruff: noqa: RUF001 - letters of other scripts are meant.

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.words import Piece, diff

# Words that share parts, in both scripts, with harakat, joiners and marks: what random text never makes.
WORDS = [
    "النشر", "النَّشْر", "نشر", "خلال", "ثلاثين", "يومًا", "٣٠", "لَعَلَّكُمْ", "اللّٰه", "می\u200cخواهم", "clause", "clauses",
    "within", "30", "days", ".", "،", "؛", "(", ")", " ", "\n", "\n\n", "  ", "😀", "e\u0301", "\u200f",
]  # fmt: skip
texts = st.one_of(st.text(), st.lists(st.sampled_from(WORDS)).map("".join))


def before(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.op != "insert")


def after(pieces: list[Piece]) -> str:
    return "".join(piece.text for piece in pieces if piece.op != "delete")


@given(old=texts, new=texts)
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert (before(pieces), after(pieces)) == (old, new)


@given(old=texts, new=texts)
def test_pieces_are_whole_and_in_order(old: str, new: str) -> None:
    pieces = diff(old, new)
    assert all(piece.text for piece in pieces)
    following = [(one.op, two.op) for one, two in pairwise(pieces)]
    allowed = {
        ("equal", "delete"),
        ("equal", "insert"),
        ("delete", "insert"),
        ("delete", "equal"),
        ("insert", "equal"),
    }
    assert set(following) <= allowed


@given(text=texts)
def test_a_text_does_not_differ_from_itself(text: str) -> None:
    assert diff(text, text) == ([Piece("equal", text)] if text else [])


@pytest.mark.parametrize(
    ("old", "new", "pieces"),
    [
        ("", "", []),
        ("", "نص", [("insert", "نص")]),
        ("نص", "", [("delete", "نص")]),
        (
            "تنشر الوزارة البيانات خلال ثلاثين يوماً.",
            "تنشر الوزارة البيانات خلال عشرة أيام.",
            [
                ("equal", "تنشر الوزارة البيانات خلال "),
                ("delete", "ثلاثين يوماً"),
                ("insert", "عشرة أيام"),
                ("equal", "."),
            ],
        ),
        (
            "كَتَبَ الطالبُ",
            "كُتِبَ الطالبُ",
            [("delete", "كَتَبَ"), ("insert", "كُتِبَ"), ("equal", " الطالبُ")],
        ),
        (
            "Open data (2026)",
            "Open records (2026)",
            [("equal", "Open "), ("delete", "data"), ("insert", "records"), ("equal", " (2026)")],
        ),
        (
            "for fourteen days, unless needs require otherwise.",
            "for thirty days; where it is shorter, the reason is published.",
            [
                ("equal", "for "),
                ("delete", "fourteen"),
                ("insert", "thirty"),
                ("equal", " days"),
                ("delete", ", unless needs require otherwise"),
                ("insert", "; where it is shorter, the reason is published"),
                ("equal", "."),
            ],
        ),
    ],
)
def test_a_change_reads_as_one(old: str, new: str, pieces: list[tuple[str, str]]) -> None:
    assert diff(old, new) == pieces


def test_a_word_is_never_cut() -> None:
    pieces = diff("ال\u0640\u0640نشر", "النشر")
    assert pieces == [("delete", "ال\u0640\u0640نشر"), ("insert", "النشر")]
