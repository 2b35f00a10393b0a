"""Opening a book that somebody sent: what its reader makes objects of is counted before it is made.

A megabyte of XML can be a hundred thousand tags, and each costs the reader some microseconds where it is a text, and
some tens where it is a style, a name or a relation. Rows and cells are bounded while they are read (``reading``).
"""

from __future__ import annotations

import re
from typing import IO
from zipfile import ZipFile

from openpyxl.chartsheet.chartsheet import Chartsheet
from openpyxl.packaging.relationship import Relationship
from openpyxl.reader.excel import ExcelReader
from openpyxl.workbook.workbook import Workbook
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.xml.constants import SHARED_STRINGS

from consult.shared.errors import DomainError

# Tags of the texts that its cells share, each about four times; and of all else that is no row and no cell.
MOST_SHARED, MOST_TAGS = 400_000, 50_000
_CELLS = re.compile(rb"</?(?:\w+:)?(?:row|c|v|is|t|f)[ />]")


class _Archive(ZipFile):
    """An archive that counts what is read of it whole: all that its reader makes objects of, but sheets and texts."""

    tags = 0

    def read(self, name: object, pwd: bytes | None = None) -> bytes:
        """Return a part, counted."""
        held = super().read(name, pwd)  # type: ignore[arg-type]  # a name or a ZipInfo
        self.count(held.count(b"<"))
        return held

    def count(self, tags: int) -> None:
        """Count tags; raise ``file-overloaded`` where there are too many."""
        self.tags += tags
        if self.tags > MOST_TAGS:
            raise DomainError("file-overloaded", field="file")


class _Reader(ExcelReader):
    """A reader that looks at the texts before it reads them, and at no charts."""

    archive: _Archive

    def __init__(self, file: IO[bytes]) -> None:
        super().__init__(file, read_only=True, data_only=True, keep_links=False)
        self.archive = _Archive(file)

    def read_strings(self) -> None:
        """Read the texts that cells share, unless they are too many."""
        part = self.package.find(SHARED_STRINGS)  # type: ignore[no-untyped-call]
        if part is not None and _held(self.archive, part.PartName[1:]).count(b"<") > MOST_SHARED:
            raise DomainError("file-overloaded", field="file")
        super().read_strings()

    def read_chartsheet(self, sheet: object, rel: Relationship) -> None:  # noqa: ARG002 - as the reader calls it
        """Leave a sheet that is a chart empty: nothing of it is read."""
        self.wb._add_sheet(Chartsheet(title=getattr(sheet, "name", None)))  # type: ignore[attr-defined]  # noqa: SLF001 - as openpyxl itself


def opened(file: IO[bytes]) -> Workbook:
    """Return a book, whose sheets are read row by row. Raises ``file-overloaded``, and what openpyxl raises."""
    reader = _Reader(file)
    reader.read()
    return reader.wb


def look_at(sheet: ReadOnlyWorksheet) -> None:
    """Count what stands in a sheet beside its rows and cells, before it is read; raise ``file-overloaded``."""
    archive: _Archive = sheet.parent._archive  # type: ignore[attr-defined]  # noqa: SLF001 - where openpyxl keeps it
    held = _held(archive, sheet._worksheet_path)  # type: ignore[attr-defined]  # noqa: SLF001
    tags = held.count(b"<")
    if archive.tags + tags > MOST_TAGS:
        archive.count(tags - sum(1 for _tag in _CELLS.finditer(held)))


def _held(archive: ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read()
