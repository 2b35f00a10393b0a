"""Tables that people fill in and send: CSV and XLSX, read into rows of text and written again.

Both are written with cells in which no spreadsheet finds a formula (``shared.csv``), and read with what that added
taken away, so that what was written comes back exactly, whichever of the two it went through.
"""

from __future__ import annotations

from dataclasses import dataclass

# More is in no plan, and is not worked on.
MOST_ROWS, MOST_COLUMNS, MOST_CELL = 5_000, 100, 32_767
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Row:
    """A row that holds something: the number of its line, as the spreadsheet shows it, and its cells as text."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with a name, empty for a CSV, and the rows that hold something."""

    name: str
    rows: tuple[Row, ...]
