"""Tables as people send them: rows of cells as CSV and as XLSX, and a plan of another country."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from openpyxl import Workbook

from consult.plans.models import CODES
from consult.plans.models.columns import COLUMNS
from consult.plans.models.exchanged import ExchangedCommitment
from consult.plans.queries.exchanged import rows_of
from consult.plans.services.importing import Vocabulary
from consult.plans.services.importing.cells import meaning
from consult.shared.csv import stream
from consult.shared.tables import Sheet
from consult.shared.tables.reading import read
from consult.shared.tables.writing import Written, write_xlsx

VOCABULARY: Vocabulary = {
    **{family.value: {meaning(each.value): each.value for each in codes} for family, codes in CODES.items()},
    "milestone": {},
}
Rows = Sequence[Sequence[object]]
# Of another country: labels with letters, several that lead, another period, its own headings and order.
ABROAD: Rows = [
    ["National action plan 2024-2026 (draft of March)"],
    [],
    [
        "Lead Implementing Agency", "No.", "Commitment title", "Milestone Activity with a verifiable deliverable",
        "Start Date", "End Date", "Completion level", "Reporting date", "Supporting institution(s)",
        "Remarks of the secretariat",
        "Brief description", "Problem statement",
    ],
    [
        "Office of Digital Services; Court of Accounts", "3A", "Open procurement register",
        "Publish the register of contracts", "01/02/2024", "30/11/2024", "Substantial", "15/02/2026",
        "Association of Municipalities", "asked twice", "A register of all public contracts.",
        "Nobody can follow them.",
    ],
    ["", "", "", "Train the buyers of forty municipalities", "2024-12-01", "2025-06-30", "Not started"],
    [
        "Court of Accounts", "3B", "Audit reports in plain language", "Ten reports", "1 March 2025", "31/12/2025",
        "Completed", "15/02/2026",
    ],
]  # fmt: skip
BODIES_ABROAD = ("Office of Digital Services", "Court of Accounts", "Association of Municipalities")


def as_csv(rows: Rows, delimiter: str = ",") -> bytes:
    """Return rows as a CSV file of a spreadsheet."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Rows) -> bytes:
    """Return rows as an XLSX of one sheet."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(list(row))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def sheets(rows: Rows, *, packed: bool = False) -> list[Sheet]:
    """Return rows as they are read from a file."""
    return read(io.BytesIO(as_xlsx(rows) if packed else as_csv(rows)), packed=packed)


def exported(commitments: Sequence[ExchangedCommitment], *, packed: bool) -> list[Sheet]:
    """Return commitments as they are read from the file that is made of them."""
    header = [column.key for column in COLUMNS]
    file = io.BytesIO()
    if packed:
        headings = [column.in_both for column in COLUMNS]
        write_xlsx(file, [Written("Plan", headings, rows_of(commitments))], rtl=True)
    else:
        file.write("".join(stream(header, rows_of(commitments))).encode())
    return read(file, packed=packed)
