"""Reading tables that somebody sent: by what they are, in bounded time and memory, never by what they are called."""

from __future__ import annotations

import csv
import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from typing import IO
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile, ZipFile

from consult.shared.csv import typed
from consult.shared.errors import DomainError
from consult.shared.tables import MOST_BYTES, MOST_CELL, MOST_COLUMNS, MOST_ROWS, Row, Sheet
from consult.shared.text import has_words

MOST_SHEETS = 20
# Of an archive whose parts were measured before: each is held as text while it is read.
MOST_UNPACKED = 16 * 1024 * 1024
# Rows of all sheets that are looked at, blank ones included: a blank row costs as much as one with words. And the
# letters of all cells: a shared one may stand in many.
MOST_LOOKED_AT, MOST_LETTERS = 4 * MOST_ROWS, 2 * MOST_BYTES
_DELIMITERS, _BEGINNING = ",;\t", 100_000
_CARRIAGE = re.compile(r"(?<!_x005F)_x000D_\n")
# What a spreadsheet shows where a formula came to nothing.
_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})


def read(file: IO[bytes], *, packed: bool) -> list[Sheet]:
    """Return the sheets of a table: an XLSX where it is ``packed``, else a CSV in UTF-8.

    It was looked into before (``shared.uploads``). Raises DomainError at ``file``: ``file-too-large``,
    ``file-unpacks``, ``file-overloaded``, ``file-broken``, ``sheet-too-long``, ``sheet-too-wide``, ``cell-too-long``.
    """
    size = file.seek(0, 2)
    file.seek(0)
    if size > MOST_BYTES:
        raise DomainError("file-too-large", field="file", most=MOST_BYTES // (1024 * 1024))
    return _xlsx(file) if packed else [_csv(file.read())]


def _csv(held: bytes) -> Sheet:
    try:
        text = held.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("file-encoding", field="file") from error
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        return Sheet("", tuple(_rows(enumerate(reader, 1))))
    except csv.Error as error:
        raise DomainError("file-broken", field="file") from error


def _delimiter(text: str) -> str:
    """Return what parts the cells: of what spreadsheets write, what parts most of the first rows, outside of quotes."""

    def parted(sign: str) -> tuple[int, int]:
        rows: list[list[str]] = []
        file = io.StringIO(text[:_BEGINNING], newline="")
        with suppress(csv.Error):
            rows += islice(csv.reader(file, delimiter=sign, strict=True), 10)
        return sum(len(row) > 1 for row in rows), sum(len(row) for row in rows)

    return max(_DELIMITERS, key=parted)


def _xlsx(file: IO[bytes]) -> list[Sheet]:
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415 - every start would pay for it

    from consult.shared.tables.books import look_at, opened  # noqa: PLC0415

    try:
        with ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_UNPACKED:
                raise DomainError("file-unpacks", field="file")
        file.seek(0)
        book = opened(file)
        try:
            bounds, sheets = _Bounds(), book.worksheets[:MOST_SHEETS]
            for sheet in sheets:
                look_at(sheet)
            return [
                Sheet(sheet.title, tuple(_rows(enumerate(_values(sheet, bounds), 1)))) for sheet in sheets
            ]
        finally:
            book.close()
    except (BadZipFile, zlib.error, InvalidFileException, ParseError, EOFError) as error:
        raise DomainError("file-broken", field="file") from error
    except (
        LookupError,
        ValueError,
        TypeError,
        AttributeError,
        OSError,
        OverflowError,
        RuntimeError,
    ) as error:
        # What the reader of the format meets in a file that no office program wrote.
        raise DomainError("file-broken", field="file") from error


@dataclass(slots=True)
class _Bounds:
    """How much of a book was looked at so far, over all its sheets."""

    rows: int = 0
    letters: int = 0

    def count(self, values: Iterable[object]) -> None:
        """Count one row; raise ``sheet-too-long`` where that is too much."""
        self.rows += 1
        self.letters += sum(len(value) for value in values if isinstance(value, str))
        if self.rows > MOST_LOOKED_AT or self.letters > MOST_LETTERS:
            raise DomainError("sheet-too-long", field="file", most=MOST_ROWS)


def _values(sheet: object, bounds: _Bounds) -> Iterator[tuple[object, ...]]:
    """Yield the values of a sheet, whatever it says of its own size; a row is wider by one cell than may be."""
    sheet.reset_dimensions()  # type: ignore[attr-defined]  # a ReadOnlyWorksheet, which has no stub
    rows = sheet.iter_rows(max_row=MOST_LOOKED_AT + 1, max_col=MOST_COLUMNS + 1, values_only=True)  # type: ignore[attr-defined]
    for row in rows:
        bounds.count(row)
        yield tuple(_unescaped(value) if isinstance(value, str) else value for value in row)


def _unescaped(text: str) -> str:
    """Return a text without what XLSX writes for marks that XML has no room for."""
    return _CARRIAGE.sub("\n", text).replace("_x005F_", "_") if "_x" in text else text


def _rows(numbered: Iterable[tuple[int, Iterable[object]]]) -> Iterator[Row]:
    """Yield the rows that hold something, the cells behind the last that does left out."""
    found = 0
    for line, values in numbered:
        cells = [_text(value) for value in values]
        while cells and not has_words(cells[-1]):
            cells.pop()
        if not cells:
            continue
        found += 1
        if found > MOST_ROWS:
            raise DomainError("sheet-too-long", field="file", most=MOST_ROWS)
        if len(cells) > MOST_COLUMNS:
            raise DomainError("sheet-too-wide", field="file", most=MOST_COLUMNS, line=line)
        if any(len(cell) > MOST_CELL for cell in cells):
            raise DomainError("cell-too-long", field="file", line=line)
        yield Row(line, tuple(cells))


def _text(value: object) -> str:
    """Return a cell as somebody would have typed it: a day by its parts, a whole number without its zeros."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "minutes")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return typed(str(value))


def is_error(cell: str) -> bool:
    """Whether a cell holds what a spreadsheet shows where a formula came to nothing."""
    return cell in _ERRORS
