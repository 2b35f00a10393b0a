"""What the desk shows of a plan's file: how it is prepared, and line by line what it would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from consult.plans.models import Plan
from consult.plans.models.columns import BY_KEY
from consult.plans.services.importing import Line, Outcome, Preview, Problem
from consult.presenters.plan_files import ColumnShown, columns, heading
from consult.shared.errors import DomainError
from consult.web.labels import label
from consult.web.locale import joined
from consult.web.rendering import bidi_isolate, lang_of, localized
from consult.web.wording import sentence

# As many lines as a page shows at once.
A_PAGE = 200


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


class LineShown(NamedTuple):
    """A line: its number, what it is about, what becomes of it and by which columns, and what is wrong with it."""

    number: int
    about: str
    outcome: str
    kind: str
    changed: str
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
    """Return what a file would change; the lines with something wrong come first."""
    ordered = sorted(found.lines, key=lambda line: (not line.problems, line.number))
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
    if line.milestone:
        parts.append(line.milestone)
    return LineShown(
        line.number, ": ".join(str(part) for part in parts), label("import-outcome", line.outcome), line.outcome.value,
        _headings(line.changed), [_problem(problem) for problem in line.problems],
    )  # fmt: skip


def _problem(problem: Problem) -> str:
    values = {
        name: bidi_isolate(value) if isinstance(value, str) else value
        for name, value in problem.error.values.items()
    }
    said = sentence(DomainError(problem.error.code, field=None, **values))
    if not problem.column:
        return said
    return str(_("%(field)s: %(problem)s", field=heading(BY_KEY[problem.column]), problem=said))


def _quoted(headings: Sequence[str]) -> str:
    return joined([str(_("“%(heading)s”", heading=bidi_isolate(each))) for each in headings])


def _headings(keys: Sequence[str]) -> str:
    return joined([heading(BY_KEY[key]) for key in dict.fromkeys(keys)])
