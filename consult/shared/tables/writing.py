"""Writing a table as XLSX, in bounded memory, with the same cells as its CSV (``shared.csv``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import IO

from consult.shared.csv import cell
from consult.shared.tables import MOST_CELL

_DAY = "yyyy-mm-dd"
# What no XML may hold.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LAST_LINE = 1_048_575
_CREATED = datetime(1980, 1, 1)  # noqa: DTZ001 - the first day that an archive can tell, and of no zone


@dataclass(frozen=True, slots=True)
class Written:
    """A sheet to be written: its name, its headings and its rows; days stand as days, all else as text.

    ``offered`` are the values that a spreadsheet lets its user choose from, by the place of the column.
    """

    name: str
    header: Sequence[str]
    rows: Iterable[Sequence[object]]
    offered: Mapping[int, Sequence[str]] = field(default_factory=dict)
    widths: Sequence[int] = ()


def write_xlsx(file: IO[bytes], sheets: Sequence[Written], *, rtl: bool) -> None:
    """Write these sheets to ``file``; ``rtl`` lets them run from the right.

    What is longer than a cell takes is left out of it, and stands in the CSV.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415 - only where it is used: every start would pay for it

    options = {
        "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "default_date_format": _DAY,
    }  # fmt: skip
    with Workbook(file, options) as book:
        # The same table is the same file, whoever asks and when: its rows say of which day they are.
        book.set_properties({"created": _CREATED})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        day = book.add_format({"num_format": _DAY, "valign": "top"})
        for each in sheets:
            sheet = book.add_worksheet(each.name)
            if rtl:
                sheet.right_to_left()
            sheet.freeze_panes(1, 0)
            for place in range(len(each.header)):
                width = each.widths[place] if place < len(each.widths) else 22
                sheet.set_column(place, place, width, plain)
            sheet.write_row(0, 0, each.header, bold)
            for number, row in enumerate(each.rows, 1):
                for place, value in enumerate(row):
                    if isinstance(value, date) and not isinstance(value, datetime):
                        sheet.write_datetime(number, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001 - a day has no zone
                        continue
                    text = cell(value)
                    if text and _fits(text):
                        sheet.write_string(number, place, text, plain)
            for place, values in each.offered.items():
                choice = {"validate": "list", "source": list(values), "error_type": "information"}
                sheet.data_validation(1, place, _LAST_LINE, place, choice)


def _fits(text: str) -> bool:
    return not _UNWRITABLE.search(text) and len(text.encode("utf-16-le")) // 2 <= MOST_CELL
