"""Consultations: the list, and the page that says what is asked, when, by whom, and what may change."""

from __future__ import annotations

from consult.consultations.policies import may_see
from consult.consultations.queries import by_slug
from consult.public import blueprint, showing_asked
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.pages import render_page
from consult.web.parameters import takes


@blueprint.get("/consultations/")
@access("public")
@takes()
def consultations() -> str:
    """List the public consultations by where they stand."""
    groups = showing_asked.groups(reading(), arrived_at())
    return render_page("public/consultations/list.html", groups=groups)


@blueprint.get("/consultations/<slug>/")
@access("public")
@takes()
def consultation(slug: str) -> str:
    """Show what a consultation asks; a draft to its officers alone."""
    now = arrived_at()
    asked = found(by_slug(reading(), slug))
    found(asked, may_see(current_actor(), asked, asked.organisation.scope, now))
    shown = showing_asked.whole(reading(), asked, now)
    return render_page("public/consultations/consultation.html", **shown)
