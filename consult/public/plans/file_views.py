"""A plan as files: its commitments and milestones in the columns of the Partnership's template, and its progress."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response, url_for

from consult.plans import queries
from consult.plans.models import StatedPlan
from consult.plans.queries.exchanged import exchanged
from consult.presenters import plan_files
from consult.public import blueprint
from consult.public.plans import progress_file
from consult.public.plans.presenters import Words, worded
from consult.web.access import access, or_404
from consult.web.database import engine, reading
from consult.web.locale import language
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page
from consult.web.streaming import sent_whole


@dataclass(frozen=True, slots=True)
class PlanFilePage:
    """The files of a plan, and what stands in each of their columns."""

    title: Words
    plan_url: str
    csv_url: str
    xlsx_url: str
    columns: list[plan_files.ColumnShown]
    progress_url: str
    progress_columns: list[plan_files.ColumnShown]


@blueprint.get("/plans/<slug>/file/")
@access("public")
@cacheable()
def plan_file(slug: str) -> str:
    """Tell of the files of a plan, and what stands in each of their columns."""
    plan = _plan(slug)
    page = PlanFilePage(
        worded(language(), plan.title_ar, plan.title_en), url_for("public.plan", slug=slug),
        url_for("public.plan_csv", slug=slug), url_for("public.plan_xlsx", slug=slug), plan_files.columns(),
        url_for("public.progress_csv", slug=slug), progress_file.columns(),
    )  # fmt: skip
    return render_page("public/plans/file.html", page)


@blueprint.get("/plans/<slug>/commitments.csv")
@access("public")
def plan_csv(slug: str) -> Response:
    """Send what the public reads of a plan's commitments, a row a milestone, as CSV."""
    return _file("csv", slug)


@blueprint.get("/plans/<slug>/commitments.xlsx")
@access("public")
def plan_xlsx(slug: str) -> Response:
    """Send the same as XLSX."""
    return _file("xlsx", slug)


@blueprint.get("/plans/<slug>/progress.csv")
@access("public")
def progress_csv(slug: str) -> Response:
    """Send every update and every act of a plan's milestones, a row each, as CSV."""
    plan = _plan(slug)
    answer = sent_whole(progress_file.csv_file(engine(), plan.id), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}-progress.csv"'
    return answer


def _file(kind: str, slug: str) -> Response:
    plan = _plan(slug)
    return plan_files.answer_with(
        kind, exchanged(reading(), plan_id=plan.id, shown=True), f"{slug}-commitments"
    )


def _plan(slug: str) -> StatedPlan:
    return or_404(next((each for each in queries.plans(reading()) if each.slug == slug), None))
