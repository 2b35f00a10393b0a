"""The plan record: plans, commitments, their versions, and what changed between two of them."""

from __future__ import annotations

from flask import render_template

from consult.plans import queries
from consult.public import blueprint, showing_record
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.page_cache import cacheable


@blueprint.get("/plans/")
@access("public")
@cacheable()
def plans() -> str:
    """List the plans with what each source says of them."""
    return render_template("public/plans/list.html", plans=showing_record.plans(reading()))


@blueprint.get("/plans/<slug>/")
@access("public")
@cacheable()
def plan(slug: str) -> str:
    """Show a plan: its commitments and where their milestones stand."""
    record = found(queries.plan_by_slug(reading(), slug))
    shown = showing_record.plan(reading(), record, arrived_at())
    return render_template("public/plans/plan.html", **shown)


@blueprint.get("/plans/<slug>/commitments/<int(max=9999):number>/")
@access("public")
@cacheable()
def commitment(slug: str, number: int) -> str:
    """Show a commitment: its newest text, versions, milestones and consultations."""
    record = found(queries.commitment(reading(), plan_slug=slug, number=number))
    shown = showing_record.commitment(reading(), record, arrived_at())
    return render_template("public/plans/commitment.html", **shown)


@blueprint.get("/plans/<slug>/commitments/<int(max=9999):number>/versions/<int(max=9999):version>/")
@access("public")
@cacheable()
def version(slug: str, number: int, version: int) -> str:
    """Show one dated text, and the voices behind each of its changes."""
    record = found(queries.commitment(reading(), plan_slug=slug, number=number))
    dated = found(queries.published_version(reading(), commitment_id=record.id, number=version))
    shown = showing_record.version(reading(), record, dated)
    return render_template("public/plans/version.html", **shown)


@blueprint.get(
    "/plans/<slug>/commitments/<int(max=9999):number>/compare/<int(max=9999):before>...<int(max=9999):after>/"
)
@access("public")
@cacheable()
def compare(slug: str, number: int, before: int, after: int) -> str:
    """Show what changed from one version to another, clause by clause."""
    record = found(queries.commitment(reading(), plan_slug=slug, number=number))
    shown = found(showing_record.compare(reading(), record, before, after))
    return render_template("public/plans/compare.html", **shown)
