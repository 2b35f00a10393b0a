"""What a difference costs, and what it never tears apart."""
# ruff: noqa: RUF001 - letters of other scripts are meant.

from __future__ import annotations

import random
from time import process_time

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from consult.shared import words
from consult.shared.words import Piece, diff, replaced

# The longest that a text may be in letters, and in code points.
LETTERS, CODE_POINTS = 8_000, 20_000
# Seconds of the processor: 0.05 are promised, and machines that run the tests are slow and shared.
MOST = 0.25
CHANCE = random.Random(3)  # noqa: S311 - texts, no secrets


def of(parts: str | list[str], length: int, between: str = "") -> str:
    """Return a text of that many code points in parts taken by chance."""
    return between.join(CHANCE.choice(parts) for _ in range(length))[:length]


def twice(parts: str | list[str], length: int, between: str = "") -> tuple[str, str]:
    return of(parts, length, between), of(parts, length, between)


SOME = ["".join(CHANCE.choice("ابتثجحخدذرزسشصضطظ") for _ in range(CHANCE.randint(2, 7))) for _ in range(400)]
FAMILIES = ["👨‍👩‍👧‍👦", "👩‍👧‍👦"]
CHANGED = of(SOME, LETTERS, " ")
WORST = {
    "words": twice(SOME, LETTERS, " "),
    "some words changed": (CHANGED, " ".join(word if at % 7 else "جديد" for at, word in enumerate(CHANGED.split()))),
    "two words that take turns": (("ab cd " * LETTERS)[:LETTERS], ("cd ab " * LETTERS)[:LETTERS]),
    "the same word": ("كلمة " * (LETTERS // 5), "كلمة " * (LETTERS // 5 - 1) + "أخرى"),
    "letters with spaces": twice("abc", LETTERS, " "),
    "more letters with spaces": twice("abc", CODE_POINTS, " "),
    "signs": twice(".,;:!؟", LETTERS),
    "more signs": twice(".,;:!؟", CODE_POINTS),
    "signs and spaces": (" ." * (CODE_POINTS // 2), ". " * (CODE_POINTS // 2)),
    "families": twice(FAMILIES, LETTERS),
    "emoji": twice("😀😁", CODE_POINTS),
    "flags": twice("🇯🇴🇸", CODE_POINTS),
    "one word": ("ا" * CODE_POINTS, "ب" * CODE_POINTS),
    "marks": ("ا" + "\u064b" * CODE_POINTS, "ا" + "\u064c" * CODE_POINTS),
    "marks alone": twice("\u064b\u0301", CODE_POINTS),
    "marks on signs": twice(["!\u0301", "?"], CODE_POINTS),
    "what stands before a number": ("\u0600" * CODE_POINTS, "\u0600" * CODE_POINTS + " "),
    "joiners": twice("\u200d\u200c", CODE_POINTS),
    "joiners and emoji": twice("\u200d😀", CODE_POINTS),
    "sentences": twice(["a b. ", "b c. "], CODE_POINTS),
    "dots": ("." * CODE_POINTS, "." * CODE_POINTS + "!"),
    "lines": twice("\n\r ", CODE_POINTS),
    "everything": twice([chr(n) for n in (*range(32, 0x700), *range(0x1F300, 0x1FA00))], CODE_POINTS),
}  # fmt: skip


@pytest.mark.parametrize("name", WORST)
def test_no_two_texts_cost_more_than_a_moment(name: str) -> None:
    old, new = WORST[name]
    taken = []
    for _ in range(2):
        began = process_time()
        pieces = diff(old, new)
        taken.append(process_time() - began)
    assert min(taken) < MOST
    assert "".join(piece.text for piece in pieces if piece.op != "insert") == old
    assert "".join(piece.text for piece in pieces if piece.op != "delete") == new


def test_the_price_grows_with_the_length_and_not_faster() -> None:
    def price(length: int) -> float:
        old, new = (("a b. " * length)[:length] for _ in range(2))
        began = process_time()
        diff(old, new + "c")
        return process_time() - began

    price(CODE_POINTS)
    short, long = (min(price(length) for _ in range(3)) for length in (10_000, 40_000))
    assert long < 10 * short


LETTERS_OF_ALL_KINDS = [
    "a", "كَ", "م", "e\u0301", "\u0301", "\u200d", "\u200c", "👩", "👨‍👩‍👧‍👦", "👍🏽",
    "🇯", "🇯🇴", "1\ufe0f\u20e3", "☎\ufe0f", "!", "!\u0301",
    " ", " \u0301", "\n", "\r\n", "\u0600", "\u06dd", "각", "\u1100", "\u1161", "क्षि", "\u0903",
]  # fmt: skip
texts = st.lists(st.sampled_from(LETTERS_OF_ALL_KINDS), max_size=12).map("".join)


@given(old=texts, new=texts)
def test_no_piece_ends_within_a_letter(old: str, new: str) -> None:
    pieces = diff(old, new)
    for other, whole in (("insert", old), ("delete", new)):
        ends, at = {0}, 0
        for letter in regex.findall(r"\X", whole):
            ends.add(at := at + len(letter))
        at = 0
        for piece in pieces:
            at += len(piece.text) if piece.op != other else 0
            assert at in ends, (pieces, whole)


def test_a_family_and_a_word_with_its_marks_are_one_piece() -> None:
    assert diff("نحن 👨‍👩‍👧‍👦 هنا", "نحن 👩‍👧‍👦 هنا") == [
        ("equal", "نحن "), ("delete", "👨‍👩‍👧‍👦"), ("insert", "👩‍👧‍👦"), ("equal", " هنا")
    ]  # fmt: skip
    assert diff("كَتَبَ!!", "كَتَبَ!?") == [("equal", "كَتَبَ"), ("delete", "!!"), ("insert", "!?")]


def test_words_that_come_again_stay_beside_their_neighbours() -> None:
    assert diff("X the cat", "Y the dog saw the cat") == [
        ("delete", "X"), ("insert", "Y the dog saw"), ("equal", " the cat")
    ]  # fmt: skip


def test_what_costs_too_much_is_compared_by_sentences_and_then_not_at_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old, new = "One day. Two long days. Three days.", "One day. Ten short weeks. Three days."
    pairs = [("Two long days", "Ten short weeks"), ("Two long days. ", "Ten short weeks. "), (old, new)]
    monkeypatch.setattr(words, "MOST_PAIRS", 9)
    found = [diff(old, new)]
    monkeypatch.setattr(words, "MOST_PAIRS", 1)
    found.append(diff(old, new))
    monkeypatch.setattr(words, "MOST_LETTERS", 10)
    found.append(diff(old, new))
    changed = [[piece.text for piece in pieces if piece.op != "equal"] for pieces in found]
    assert changed == [list(pair) for pair in pairs]


def test_a_text_that_takes_the_place_of_another_is_shown_whole() -> None:
    assert replaced("", "") == []
    assert replaced("a", "a") == [Piece("equal", "a")]
    assert replaced("a b", "") == [Piece("delete", "a b")]
    assert replaced("a b", "a c") == [Piece("delete", "a b"), Piece("insert", "a c")]
