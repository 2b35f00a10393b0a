"""Consultations: the list, and the page that says what is asked, when, by whom, and what may change."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.consultations.policies import is_public, may_see
from consult.consultations.queries import Place, whole_by_slug
from consult.public import blueprint
from consult.public.consultations import asked_presenters
from consult.public.consultations.invited_presenters import invited_page
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.pagination import place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/")
@access("public")
@cacheable("after")
@in_menu("header", 10, _l("Consultations"), name="consultations")
def consultations() -> str:
    """List the public consultations by where they stand."""
    page = asked_presenters.listed(reading(), arrived_at(), place(Place))
    return render_page("public/consultations/list.html", page)


@blueprint.get("/consultations/<slug>/")
@access("public")
@cacheable()
def consultation(slug: str) -> str:
    """Show what a consultation asks; a draft to its officers alone."""
    now = arrived_at()
    asked, words = or_404(whole_by_slug(reading(), slug))
    or_404(asked, may_see(current_actor(), asked, asked.organisation.scope, now))
    page = asked_presenters.whole(reading(), asked, words, now)
    return render_page("public/consultations/consultation.html", page)


@blueprint.get("/consultations/<slug>/invited/")
@access("public")
@cacheable()
def invited(slug: str) -> str:
    """Show who was invited, who was told otherwise, and who answered; nothing of a draft."""
    now = arrived_at()
    asked, _words = or_404(whole_by_slug(reading(), slug))
    or_404(asked, is_public(asked, now))
    return render_page("public/consultations/invited.html", invited_page(reading(), asked, now))
