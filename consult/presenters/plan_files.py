"""The file of a plan as all faces tell of it: its columns, what may stand in them, and the file itself."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import NamedTuple

from flask import Response, current_app
from flask_babel import gettext as _

from consult.plans.models import CODES, MilestoneStatus
from consult.plans.models.columns import COLUMNS, LABELLED, READ, Column
from consult.plans.models.exchanged import ExchangedCommitment
from consult.plans.policies.progress import Standing
from consult.plans.queries.exchanged import rows_of
from consult.plans.services.importing import Vocabulary
from consult.plans.services.importing.cells import meaning
from consult.shared import csv
from consult.shared.tables.writing import Written, write_xlsx
from consult.shared.uploads import MEDIA_TYPES
from consult.web.labels import label
from consult.web.locale import in_both, language
from consult.web.streaming import sent_whole

_VOCABULARY = "vocabulary of plan files"
_LABELS = {**{key: family.value for key, family in LABELLED.items()}, "status": "milestone"}
_DECLARED = (Standing.WITHDRAWN, Standing.DELAYED)


class Value(NamedTuple):
    """A value that may stand in a column: its code, which open files have, and its label."""

    code: str
    label: str


class ColumnShown(NamedTuple):
    """A column: its name in open files, its heading, what stands in it, and the values where it has a list of them."""

    key: str
    heading: str
    says: str
    values: list[Value]


def heading(column: Column) -> str:
    """Return the heading of a column in the language of the page."""
    return column.ar if language() == "ar" else column.en


def columns() -> list[ColumnShown]:
    """Return the columns in their order."""
    return [
        ColumnShown(column.key, heading(column), label("column-says", _base(column.key)), values(column))
        for column in COLUMNS
    ]


def vocabulary() -> Vocabulary:
    """Return what cells may say, in either language, with the code that it means."""
    found: Vocabulary | None = current_app.extensions.get(_VOCABULARY)
    if found is None:
        found = {name: _known(name, codes) for name, codes in _codes().items()}
        current_app.extensions[_VOCABULARY] = found
    return found


def csv_answer(header: Sequence[str], rows: Iterable[Sequence[object]], name: str) -> Response:
    """Return the answer that hands a table over as CSV."""
    answer = sent_whole(csv.stream(header, rows), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def xlsx_answer(
    header: Sequence[str], rows: Iterable[Sequence[object]], name: str, *, labels: bool
) -> Response:
    """Return the answer that hands a table over as XLSX, with a second sheet that says what its columns hold.

    ``labels`` offers the labels of the page's language in cells that have a list of values, instead of codes.
    """
    shown = columns()
    offered = {
        place: [value.label if labels else value.code for value in column.values]
        for place, column in enumerate(shown)
        if column.key == "status"
    }
    told = [
        (
            column.key,
            column.heading,
            column.says,
            "\n".join(f"{code}: {words}" for code, words in column.values),
        )
        for column in shown
    ]
    about = (_("Name"), _("Heading"), _("What stands in it"), _("Values"))
    file = BytesIO()
    sheets = [
        Written(_("Commitments"), header, rows, offered),
        Written(_("Columns"), about, told, widths=(24, 34, 70, 60)),
    ]
    write_xlsx(file, sheets, rtl=language() == "ar")
    answer = Response(file.getvalue(), content_type=MEDIA_TYPES["xlsx"])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def answer_with(kind: str, commitments: Sequence[ExchangedCommitment], name: str) -> Response:
    """Return the answer that hands commitments over, as ``csv`` or ``xlsx``: a row a milestone.

    Programs read the CSV, whose columns have names; people open the other, whose columns have headings.
    """
    if kind == "csv":
        return csv_answer([column.key for column in COLUMNS], rows_of(commitments), name)
    return xlsx_answer([column.in_both for column in COLUMNS], rows_of(commitments), name, labels=False)


def empty_table(kind: str, name: str) -> Response:
    """Return the answer that hands the headings over in the language of the page, with nothing below them."""
    header = [heading(column) for column in READ]
    return csv_answer(header, [], name) if kind == "csv" else xlsx_answer(header, [], name, labels=True)


def _base(key: str) -> str:
    return key.removesuffix("_ar").removesuffix("_en")


def _codes() -> dict[str, list[str]]:
    families = {family.value: [each.value for each in codes] for family, codes in CODES.items()}
    return {**families, "milestone": [each.value for each in MilestoneStatus]}


def values(column: Column) -> list[Value]:
    """Return the values that may stand in a column, none where it has no list of them."""
    name = _LABELS.get(column.key)
    if column.key == "milestone_state":
        return [Value(code, label("milestone-standing", code)) for code in _DECLARED]
    return [Value(code, label(name, code)) for code in _codes()[name]] if name else []


def _known(name: str, codes: Sequence[str]) -> dict[str, str]:
    """Return what means each code of a family: itself, and its label in both languages."""
    known = {meaning(code): code for code in codes}
    for code in codes:
        for words in in_both(lambda code=code: label(name, code)):  # type: ignore[misc]  # what is bound here
            known.setdefault(meaning(words), code)
    return known
