"""Consultations: the list, and the page that says what is asked, when, by whom, and what may change."""

from __future__ import annotations

from flask import render_template

from consult.consultations.policies import may_see
from consult.consultations.queries import by_slug
from consult.public import blueprint, showing_asked
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.page_cache import cacheable


@blueprint.get("/consultations/")
@access("public")
@cacheable()
def consultations() -> str:
    """List the public consultations by where they stand."""
    groups = showing_asked.groups(reading(), arrived_at())
    return render_template("public/consultations/list.html", groups=groups)


@blueprint.get("/consultations/<slug>/")
@access("public")
@cacheable()
def consultation(slug: str) -> str:
    """Show what a consultation asks; a draft to its officers alone."""
    now = arrived_at()
    asked = found(by_slug(reading(), slug))
    found(asked, may_see(current_actor(), asked, asked.organisation.scope, now))
    shown = showing_asked.whole(reading(), asked, now)
    return render_template("public/consultations/consultation.html", **shown)
