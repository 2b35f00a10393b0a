"""What the desk shows of a plan's file: how it is prepared, and line by line what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.plans.models import Plan
from consult.plans.models.columns import BY_KEY, CellKind, Column
from consult.plans.services.importing import Line, Outcome, Preview, Problem
from consult.presenters.plan_files import ColumnShown, columns, heading
from consult.presenters.plan_files import values as allowed
from consult.shared.errors import DomainError
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import joined, language
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.web.wording import sentence

# As many lines as a page shows at once.
A_PAGE = 200
# As much of long words as a line shows; the whole is recorded.
MOST_SHOWN = 160
_UNDERSTOOD = frozenset({CellKind.DAY, CellKind.STATUS, CellKind.CODES, CellKind.BODIES})


@dataclass(frozen=True, slots=True)
class SheetPage:
    """How a file is prepared, with an empty one to begin from and the plan as it is at the desk."""

    title: str
    lang: str
    back_url: str
    action: str
    csv_url: str
    xlsx_url: str
    export_csv_url: str
    export_xlsx_url: str
    columns: list[ColumnShown]


class ValueShown(NamedTuple):
    """A column with what stands and what would; ``before`` empty where nothing stands."""

    column: str
    before: str
    after: str


class LineShown(NamedTuple):
    """A line: its number, what it is about, what becomes of it and of which values, and what is wrong with it."""

    number: int
    about: str
    outcome: str
    kind: str
    values: list[ValueShown]
    problems: list[str]


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What a file would change; ``press`` is what its button says, empty where nothing can be confirmed."""

    title: str
    lang: str
    back_url: str
    anew_url: str
    action: str
    file: str
    sheet: str
    other_sheets: str
    unknown: str
    lacking: str
    twice: str
    counts: list[str]
    lines: list[LineShown]
    shown: str
    before_url: str | None
    after_url: str | None
    refused: bool
    passes_lead: bool
    press: str


def sheet_page(plan: Plan) -> SheetPage:
    """Return the page on which a plan's file is prepared and sent."""
    return SheetPage(
        title=localized(plan, "title"), lang=lang_of(plan, "title"), back_url=url_for("desk.plan", slug=plan.slug),
        action=url_for("desk.import_plan", slug=plan.slug),
        csv_url=url_for("desk.import_template", slug=plan.slug, kind="csv"),
        xlsx_url=url_for("desk.import_template", slug=plan.slug, kind="xlsx"),
        export_csv_url=url_for("desk.export_plan", slug=plan.slug, kind="csv"),
        export_xlsx_url=url_for("desk.export_plan", slug=plan.slug, kind="xlsx"), columns=columns(),
    )  # fmt: skip


def preview_page(plan: Plan, found: Preview, *, sheet: str, name: str, page: int) -> PreviewPage:
    """Return what a file would change; the lines with something wrong come first, the unchanged last."""
    ranks = {Outcome.REFUSED: 0, Outcome.UNCHANGED: 2}
    ordered = sorted(found.lines, key=lambda line: (ranks.get(line.outcome, 1), line.number))
    last = max(0, (len(ordered) - 1) // A_PAGE)
    page = min(page, last)
    lines = ordered[page * A_PAGE : (page + 1) * A_PAGE]

    def leaf(number: int) -> str:
        return url_for("desk.import_preview", slug=plan.slug, sheet=sheet, page=number)

    many = found.count(Outcome.NEW) + found.count(Outcome.CHANGED)
    confirms = not found.refused and bool(found.changes)
    return PreviewPage(
        title=localized(plan, "title"), lang=lang_of(plan, "title"), back_url=url_for("desk.plan", slug=plan.slug),
        anew_url=url_for("desk.import_plan", slug=plan.slug),
        action=url_for("desk.import_preview", slug=plan.slug, sheet=sheet), file=name, sheet=found.sheet,
        other_sheets=joined([bidi_isolate(each) for each in found.other_sheets]), unknown=_quoted(found.unknown),
        lacking=_headings(found.lacking), twice=_headings(found.twice), counts=_counts(found),
        lines=[_line(line) for line in lines],
        shown=str(_("Lines %(first)s to %(last)s of %(all)s", first=page * A_PAGE + 1, last=page * A_PAGE + len(lines),
                    all=len(ordered))) if last else "",
        before_url=leaf(page - 1) if page else None, after_url=leaf(page + 1) if page < last else None,
        refused=found.refused, passes_lead=found.passes_lead,
        press=ngettext("Record %(num)s line", "Record %(num)s lines", many) if confirms else "",
    )  # fmt: skip


def _counts(found: Preview) -> list[str]:
    numbers = {outcome: found.count(outcome) for outcome in Outcome}
    said = {
        Outcome.REFUSED: ngettext(
            "%(num)s line cannot be recorded", "%(num)s lines cannot be recorded", numbers[Outcome.REFUSED]
        ),
        Outcome.NEW: ngettext("%(num)s new line", "%(num)s new lines", numbers[Outcome.NEW]),
        Outcome.CHANGED: ngettext("%(num)s changed line", "%(num)s changed lines", numbers[Outcome.CHANGED]),
        Outcome.UNCHANGED: ngettext(
            "%(num)s unchanged line", "%(num)s unchanged lines", numbers[Outcome.UNCHANGED]
        ),
    }
    return [str(words) for outcome, words in said.items() if numbers[outcome]]


def _line(line: Line) -> LineShown:
    parts = []
    if line.commitment:
        parts.append(_("Commitment %(number)s", number=line.commitment))
    if line.from_above and line.commitment:
        parts[-1] = _("Commitment %(number)s, as in the line above", number=line.commitment)
    if title := _title(line.milestone):
        parts.append(title)
    return LineShown(
        line.number, ": ".join(str(part) for part in parts), label("import-outcome", line.outcome), line.outcome.value,
        _values(line), [_problem(problem) for problem in line.problems],
    )  # fmt: skip


def _title(titles: tuple[str, str]) -> str:
    first, second = titles if language() == "ar" else titles[::-1]
    return _short(first or second)


def _values(line: Line) -> list[ValueShown]:
    """Return what a line changes; of a new one what had to be understood: its days, status, codes and bodies."""
    if line.problems:
        return []
    shown: dict[str, ValueShown] = {}
    for key, (before, after) in line.values.items():
        column = BY_KEY[key]
        if line.outcome is Outcome.NEW and (not after or column.kind not in _UNDERSTOOD):
            continue
        # Two columns that name the same bodies are told once.
        told = key.removesuffix("_ar").removesuffix("_en") if column.kind is CellKind.BODIES else key
        shown.setdefault(told, ValueShown(heading(column), _said(column, before), _said(column, after)))
    return list(shown.values())


def _said(column: Column, value: object) -> str:
    """Return a value in the words of the page."""
    if isinstance(value, date):
        return dates.day(value)
    if isinstance(value, tuple):
        names = {each.code: each.label for each in allowed(column)}
        return joined([bidi_isolate(names.get(each) or localized(each, "name")) for each in value])
    known = {each.code: each.label for each in allowed(column)}
    return known.get(str(value)) or _short(str(value or ""))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= MOST_SHOWN else f"{plain[: MOST_SHOWN - 1]}…"


def _problem(problem: Problem) -> str:
    values = {
        name: bidi_isolate(value) if isinstance(value, str) else value
        for name, value in problem.error.values.items()
    }
    if problem.error.code == "value-unknown":
        values["allowed"] = joined([each.label for each in allowed(BY_KEY[problem.column])])
    said = sentence(DomainError(problem.error.code, field=None, **values))
    if not problem.column:
        return said
    return str(_("%(field)s: %(problem)s", field=heading(BY_KEY[problem.column]), problem=said))


def _quoted(headings: Sequence[str]) -> str:
    return joined([str(_("“%(heading)s”", heading=bidi_isolate(each))) for each in headings])


def _headings(keys: Sequence[str]) -> str:
    return joined([heading(BY_KEY[key]) for key in dict.fromkeys(keys)])
