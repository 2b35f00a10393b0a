"""Outcomes: what was said and what was done, and the voices behind each theme."""

from __future__ import annotations

from flask import request

from consult.consultations.policies import is_public
from consult.outcomes.queries import Published, published
from consult.public import blueprint
from consult.public.outcomes import answers
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.page_cache import cacheable
from consult.web.pagination import before
from consult.web.parameters import unheeded
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/consultations/<slug>/outcome/")
@access("public")
@cacheable("version")
def outcome(slug: str) -> str:
    """Show a published outcome: the newest version, or the one that is asked for."""
    shown = answers.whole(reading(), _published(slug), arrived_at())
    return render_page("public/outcomes/outcome.html", shown)


@blueprint.get("/consultations/<slug>/outcome/themes/<int(max=2147483647):theme_id>/")
@access("public")
@cacheable("version", "before")
def theme(slug: str, theme_id: int) -> str:
    """Show the answer to a theme and the voices behind it."""
    found = _published(slug)
    shown = or_404(answers.theme(reading(), found.asked, found.outcome, theme_id, before()))
    return render_page("public/outcomes/theme.html", shown)


def _published(slug: str) -> Published:
    number = request.args.get("version", type=int)
    if number is None:
        unheeded("version")
    found = or_404(published(reading(), slug=slug, number=number))
    return or_404(found, is_public(found.asked, arrived_at()))
