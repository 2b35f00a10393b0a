"""Consultations: the list, and the page that says what is asked, when, by whom, and what may change."""

from __future__ import annotations

from flask import render_template

from consult.consultations.policies import may_see
from consult.consultations.queries import by_slug
from consult.public import blueprint
from consult.public.consultations import asked_presenters
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.page_cache import cacheable
from consult.web.pagination import after
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/")
@access("public")
@cacheable("after")
def consultations() -> str:
    """List the public consultations by where they stand."""
    page = asked_presenters.listed(reading(), arrived_at(), after())
    return render_template(
        "public/consultations/list.html",
        groups=page.items,
        newer_url=page.newer_url,
        older_url=page.older_url,
    )


@blueprint.get("/consultations/<slug>/")
@access("public")
@cacheable()
def consultation(slug: str) -> str:
    """Show what a consultation asks; a draft to its officers alone."""
    now = arrived_at()
    asked = or_404(by_slug(reading(), slug))
    or_404(asked, may_see(current_actor(), asked, asked.organisation.scope, now))
    shown = asked_presenters.whole(reading(), asked, now)
    return render_template("public/consultations/consultation.html", **shown)
