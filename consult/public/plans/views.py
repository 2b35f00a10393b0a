"""The plan record: plans, commitments, their versions, and what changed between two of them."""

from __future__ import annotations

from flask import Response
from flask_babel import lazy_gettext as _l

from consult.plans import queries
from consult.public import blueprint
from consult.public.plans import board, texts
from consult.public.plans import record as plan_record
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.limits import limited
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/plans/")
@access("public")
@cacheable()
@in_menu("header", 20, _l("Plan record"), name="plans")
def plans() -> str:
    """List the plans with what each source says of them."""
    return render_page("public/plans/list.html", plan_record.plans(reading()))


@blueprint.get("/plans/<slug>/")
@access("public")
@cacheable("after")
def plan(slug: str) -> str:
    """Show a plan: its commitments and where their milestones stand; ``?after=`` goes on."""
    shown = or_404(plan_record.plan(reading(), slug, arrived_at()))
    return render_page("public/plans/plan.html", shown)


@blueprint.get("/plans/<slug>/progress/")
@access("public")
@cacheable("after")
def progress(slug: str) -> str:
    """Show the progress board of a plan: each commitment's milestones by where they stand; ``?after=`` goes on."""
    shown = or_404(board.progress(reading(), slug, arrived_at()))
    return render_page("public/plans/progress.html", shown)


@blueprint.get("/plans/<slug>/progress.pdf")
@access("public")
@cacheable()
@limited("paper")
def progress_pdf(slug: str) -> Response:
    """Send the progress board of a plan as PDF, to be printed or shown."""
    shown = or_404(board.progress(reading(), slug, arrived_at(), whole=True))
    answer = Response(board.as_pdf(shown), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="progress-{slug}.pdf"'
    return answer


@blueprint.get("/plans/<slug>/commitments/<number>/")
@access("public")
@cacheable()
def commitment(slug: str, number: str) -> str:
    """Show a commitment: its text, versions, milestones and consultations."""
    shown = or_404(plan_record.commitment(reading(), slug, number, arrived_at()))
    return render_page("public/plans/commitment.html", shown)


@blueprint.get("/plans/<slug>/commitments/<number>/versions/<int(max=9999):version>/")
@access("public")
@cacheable()
def version(slug: str, number: str, version: int) -> str:
    """Show one dated text, and the voices behind each of its changes."""
    record = or_404(queries.named_commitment(reading(), plan_slug=slug, number=number))
    shown = or_404(texts.version(reading(), record, version, arrived_at()))
    return render_page("public/plans/version.html", shown)


@blueprint.get("/plans/<slug>/commitments/<number>/compare/<int(max=9999):before>...<int(max=9999):after>/")
@access("public")
@cacheable()
def compare(slug: str, number: str, before: int, after: int) -> str:
    """Show what changed from one version to another, clause by clause."""
    record = or_404(queries.named_commitment(reading(), plan_slug=slug, number=number))
    shown = or_404(texts.compare(reading(), record, before, after, arrived_at()))
    return render_page("public/plans/compare.html", shown)
