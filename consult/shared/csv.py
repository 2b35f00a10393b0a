"""CSV that a spreadsheet can open without running it: RFC 4180, UTF-8 with a mark, cells that cannot be formulas."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

_SIGNS = "=+\\-@\uff1d\uff0b\uff0d\uff20"
_UNSEEN = "\\s\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
# Apostrophes before a formula are taken for a part of it, so that one more can be told from those that were typed.
_FORMULA = f"(?:'*+[{_UNSEEN}]*+[{_SIGNS}]|'*+[\\t\\r\\n])"
_BEGINS = re.compile(_FORMULA)
_BEGINS_ESCAPED = re.compile(f"\\A'(?={_FORMULA})")
# A spreadsheet that parts cells at semicolons, as in much of Europe, begins new ones inside of ours. Blanks are read
# from the last of several ends alone, and never given back.
_END = r"[;\t\r\n][^\S;\t\r\n]*+"
_INNER = re.compile(f"({_END})(?='*+[{_SIGNS}][^\\s)(])")
_INNER_ESCAPED = re.compile(f"({_END})'(?='*+[{_SIGNS}][^\\s)(])")


def cell(value: object) -> str:
    """Return ``value`` as a cell in which no spreadsheet finds a formula.

    An apostrophe, which spreadsheets take for "this is text", stands before one at its beginning, and before one that
    would begin a cell where semicolons or line ends are taken for the ends of cells. An apostrophe that was typed there
    gets a second one, so that ``typed`` gives back exactly what was typed.
    """
    text = _INNER.sub(r"\1'", "" if value is None else str(value))
    return f"'{text}" if _BEGINS.match(text) else text


def typed(cell_text: str) -> str:
    """Return what was typed, from a cell that ``cell`` made of it: the apostrophes that it added are taken away."""
    return _INNER_ESCAPED.sub(r"\1", _BEGINS_ESCAPED.sub("", cell_text))


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
