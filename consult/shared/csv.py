"""CSV that a spreadsheet can open without running it: RFC 4180, UTF-8 with a mark, cells that cannot be formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_UNSEEN = "\\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
_FORMULA = re.compile(f"[{_UNSEEN}]*[{_SIGNS}]|[\\t\\r\\n]")
# A spreadsheet that parts cells at semicolons, as in much of Europe, begins new ones inside of ours.
_INNER = re.compile(f"([;\\t\\r\\n][^\\S\\r\\n]*)(?=[{_SIGNS}][^\\s)(])")


def cell(value: object) -> str:
    """Return ``value`` as a cell in which no spreadsheet finds a formula.

    An apostrophe, which spreadsheets take for "this is text", stands before one at its beginning, and before one that
    would begin a cell where semicolons or line ends are taken for the ends of cells.
    """
    text = _INNER.sub(r"\1'", "" if value is None else str(value))
    return f"'{text}" if _FORMULA.match(text) else text


def stream(header: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a CSV file row by row, in bounded memory, starting with the byte order mark that Excel needs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)
    yield "\ufeff"
    for row in chain((header,), rows):
        writer.writerow([cell(value) for value in row])
        yield _drain(buffer)


def _drain(buffer: io.StringIO) -> str:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text
