"""CSV that a spreadsheet opens without running it."""

from __future__ import annotations

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.csv import cell, stream

DANGEROUS = ["=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20"]


def read(lines: list[str]) -> list[list[str]]:
    """Return what a reader of RFC 4180 makes of a file."""
    whole = "".join(lines)
    assert whole.startswith("\ufeff")
    return list(csv.reader(io.StringIO(whole.removeprefix("\ufeff"), newline=""), strict=True))


@pytest.mark.parametrize("start", DANGEROUS)
@pytest.mark.parametrize("rest", ["", "1+1", 'HYPERLINK("https://example.org","x")', "cmd|' /C calc'!A0"])
def test_a_formula_becomes_text(start: str, rest: str) -> None:
    assert cell(start + rest) == f"'{start}{rest}"


@pytest.mark.parametrize(
    "value",
    ["", "نص", "a=b", "1-2", "a@b", "'x", "V-2026-0001", "a; b", "a;b", ";-)", "1;2", "a\n- b",
     "\u0627; - \u0628"],
)  # fmt: skip
def test_what_is_no_formula_stays(value: str) -> None:
    assert cell(value) == value


@pytest.mark.parametrize(
    "hidden", [" ", "\u00a0", "\u3000", "\ufeff", "\u200b", "\u200f", "\u202e", "\u2066"]
)
def test_what_cannot_be_seen_hides_no_formula(hidden: str) -> None:
    assert cell(f"{hidden}=1+1") == f"'{hidden}=1+1"


@pytest.mark.parametrize("end", [";", "; ", "\t", "\n", "\r\n", "\n ", ";\u00a0"])
@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\uff1d"])
def test_no_formula_begins_where_other_spreadsheets_end_a_cell(end: str, sign: str) -> None:
    assert cell(f"words{end}{sign}cmd|' /C calc'!A0") == f"words{end}'{sign}cmd|' /C calc'!A0"


def test_what_is_no_text() -> None:
    assert [cell(None), cell(3), cell(1.5), cell(True)] == ["", "3", "1.5", "True"]


@pytest.mark.parametrize("value", ["=1+1", "@x"])
def test_a_header_can_be_a_formula_too(value: str) -> None:
    assert read(list(stream([value], []))) == [[f"'{value}"]]


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")),
            min_size=2,
            max_size=2,
        )
    )
)
def test_every_cell_comes_back_in_its_place_and_none_runs(rows: list[list[str]]) -> None:
    found = read(list(stream(["one", "two"], rows)))
    assert found == [["one", "two"], *([cell(value) for value in row] for row in rows)]
    assert not any(value.startswith(tuple(DANGEROUS)) for row in found for value in row)


def test_lines_end_as_the_standard_says_and_arabic_is_marked_as_unicode() -> None:
    lines = list(stream(["اسم", "قول"], [["صوت", 'قال: "نعم", ثم\nمضى']]))
    assert lines == ["\ufeff", '"اسم","قول"\r\n', '"صوت","قال: ""نعم"", ثم\nمضى"\r\n']


def test_a_long_file_is_made_in_little_memory() -> None:
    rows = ([number, "x" * 1000] for number in range(5000))
    tracemalloc.start()
    total = sum(len(line) for line in stream(["number", "words"], rows))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert total > 5_000_000
    assert most < 500_000
