"""Tables that people send: what was written comes back exactly, and what is too much is refused before."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date, datetime
from time import perf_counter
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from consult.shared import tables
from consult.shared.csv import stream
from consult.shared.errors import DomainError
from consult.shared.tables import MOST_BYTES, MOST_CELL
from consult.shared.tables.reading import is_error, read
from consult.shared.tables.writing import Written, write_xlsx
from consult.shared.text import clean, has_words, refused_marks

# As words are when they are recorded: without what no text may hold (``shared.text.clean``).
WORDS = st.text(max_size=60).map(clean).filter(lambda words: has_words(words) and not refused_marks(words))
HEAD = ("a", "b")


def through(rows: list[tuple[str, str]], *, packed: bool) -> list[tuple[str, ...]]:
    """Return rows as they are read from the file that they are written to."""
    file = io.BytesIO()
    if packed:
        write_xlsx(file, [Written("Sheet", HEAD, rows)], rtl=False)
    else:
        file.write("".join(stream(HEAD, rows)).encode())
    (sheet,) = read(file, packed=packed)
    return [row.cells for row in sheet.rows[1:]]


@pytest.mark.parametrize("packed", [False, True])
@given(rows=st.lists(st.tuples(WORDS, WORDS), min_size=1, max_size=4))
def test_import_reads_each_word_as_the_export_wrote_it(*, packed: bool, rows: list[tuple[str, str]]) -> None:
    legible = [row for row in rows if all("\ufffe" not in cell and "\uffff" not in cell for cell in row)]
    assert through(legible, packed=packed) == legible


@pytest.mark.parametrize(
    "words", ["=1", "'=1", "-2;=3", "_x000D_", "_x005F_x000D_", "a\n=b", " x", "x\u200f", "007", "1E5"]
)
@pytest.mark.parametrize("packed", [False, True])
def test_import_reads_what_files_trip_over(words: str, *, packed: bool) -> None:
    assert through([(words, "b")], packed=packed) == [(words, "b")]


def test_export_leaves_out_of_a_cell_what_it_has_no_room_for() -> None:
    assert through([("x" * (MOST_CELL + 1), "b"), ("\uffff", "c")], packed=True) == [("", "b"), ("", "c")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_import_reads_what_spreadsheets_write(delimiter: str) -> None:
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(
        [["No.", "Title, in full; or short"], ["1", "x"], ["", ""], ["2", "y"]]
    )
    (sheet,) = read(io.BytesIO(file.getvalue().encode()), packed=False)
    assert [(row.line, row.cells) for row in sheet.rows] == [
        (1, ("No.", "Title, in full; or short")), (2, ("1", "x")), (4, ("2", "y")),
    ]  # fmt: skip


def test_import_reads_numbers_and_days_of_a_book_as_people_see_them() -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([3, 3.0, 2.5, date(2026, 1, 31), datetime(2026, 1, 31), None, "a_x000D_\nb"])  # noqa: DTZ001 - as books have it
    file = io.BytesIO()
    book.save(file)
    (row,) = read(file, packed=True)[0].rows
    assert row.cells == ("3", "3", "2.5", "2026-01-31", "2026-01-31", "", "a\nb")


def test_import_of_more_than_a_table_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(held: bytes) -> str:
        with pytest.raises(DomainError) as caught:
            read(io.BytesIO(held), packed=False)
        return caught.value.code

    assert refused(b"a,b\n" * (MOST_BYTES // 4 + 1)) == "file-too-large"
    assert refused(b"a\n" * (tables.MOST_ROWS + 1)) == "sheet-too-long"
    assert refused(b"x" * (MOST_CELL + 1)) == "cell-too-long"
    monkeypatch.setattr("consult.shared.tables.reading.MOST_UNPACKED", 10)
    book = io.BytesIO()
    Workbook().save(book)
    with pytest.raises(DomainError) as caught:
        read(book, packed=True)
    assert caught.value.code == "file-unpacks"


def test_import_knows_what_a_spreadsheet_shows_for_an_error() -> None:
    assert [is_error(cell) for cell in ("#REF!", "#N/A", "# 3", "REF")] == [True, True, False, False]


def test_import_is_not_led_astray_by_signs_within_quotes() -> None:
    rows = [("a; b; c", 'said ""x""; y\n;z'), ("d\te", "f")]
    assert through(rows, packed=False) == rows


def test_import_looks_at_no_more_blank_rows_and_no_wider_ones_than_it_reads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("consult.shared.tables.reading.MOST_LOOKED_AT", 20)
    book, file = Workbook(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "a"
    for line in range(1, 20):
        sheet[f"XFD{line}"] = " "
    book.save(file)
    (found,) = read(file, packed=True)
    assert [row.cells for row in found.rows] == [("a",)]
    sheet["A22"], file = "b", io.BytesIO()
    book.save(file)
    with pytest.raises(DomainError) as refused:
        read(file, packed=True)
    assert refused.value.code == "sheet-too-long"


def packed_again(change: Callable[[str, bytes], bytes], **cells: str) -> io.BytesIO:
    """Return a book of these cells whose parts are changed by their names."""
    book, file, sent = Workbook(), io.BytesIO(), io.BytesIO()
    sheet = book.active
    assert sheet is not None
    for place, words in cells.items():
        sheet[place] = words
    book.save(file)
    with ZipFile(file) as before, ZipFile(sent, "w") as after:
        for part in before.infolist():
            after.writestr(part.filename, change(part.filename, before.read(part)))
    return sent


def test_import_expands_no_entities_and_knows_no_strange_encoding() -> None:
    def declaring(name: str, part: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return part
        return b'<!DOCTYPE a [<!ENTITY b "c">]>' + part

    def encoded(name: str, part: bytes) -> bytes:
        return b'<?xml version="1.0" encoding="foo"?>' + part if name.endswith("sheet1.xml") else part

    for change in (declaring, encoded):
        with pytest.raises(DomainError) as refused:
            read(packed_again(change, A1="a"), packed=True)
        assert refused.value.code == "file-broken"


def test_import_counts_the_letters_of_a_cell_as_often_as_it_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("consult.shared.tables.reading.MOST_LETTERS", 1_000)
    words = {f"A{line}": "x" * 100 for line in range(1, 12)}
    with pytest.raises(DomainError) as refused:
        read(packed_again(lambda _name, part: part, **words), packed=True)
    assert refused.value.code == "sheet-too-long"


def of_shared(texts: int) -> io.BytesIO:
    """Return a book that says its cells share so many texts."""
    space = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    texts_of = b"<si><t>a</t></si>" * texts
    kind = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    named = b'<Override PartName="/xl/sharedStrings.xml" ContentType="' + kind + b'"/></Types>'
    file = packed_again(
        lambda name, part: part.replace(b"</Types>", named) if name == "[Content_Types].xml" else part, A1="a"
    )
    with ZipFile(file, "a", ZIP_DEFLATED) as book:
        book.writestr("xl/sharedStrings.xml", b'<sst xmlns="' + space + b'">' + texts_of + b"</sst>")
    return file


def of_much(end: bytes, much: bytes) -> io.BytesIO:
    """Return a book in whose part that ends so much stands before that end."""
    return packed_again(lambda _name, part: part.replace(end, much + end), A1="a")


NAMES = b"<definedNames>" + b'<definedName name="a">b</definedName>' * 99_000 + b"</definedNames>"
OVERLOADED: dict[str, Callable[[], io.BytesIO]] = {
    "texts": lambda: of_shared(300_000),
    "styles": lambda: of_much(b"</cellXfs>", b"<xf/>" * 300_000),
    "names": lambda: of_much(b"</workbook>", NAMES),
    "formats of a sheet": lambda: of_much(b"</worksheet>", b'<conditionalFormatting sqref="A1"/>' * 99_000),
}


@pytest.mark.parametrize("of", OVERLOADED)
def test_import_parses_no_more_texts_and_formats_than_a_table_needs(of: str) -> None:
    book = OVERLOADED[of]()
    begun = perf_counter()
    with pytest.raises(DomainError) as refused:
        read(book, packed=True)
    assert refused.value.code == "file-overloaded"
    # Each of these took from two to twelve seconds to parse.
    assert perf_counter() - begun < 1


def test_import_reads_the_texts_that_the_cells_of_a_full_plan_share() -> None:
    (sheet,) = read(of_shared(50_000), packed=True)
    assert sheet.rows[0].cells == ("a",)
