"""Outcomes: what was said and what was done, and the voices behind each theme."""

from __future__ import annotations

from flask import render_template, request

from consult.consultations.models import Consultation
from consult.consultations.policies import is_public
from consult.consultations.queries import by_slug
from consult.outcomes.models import Outcome
from consult.public import blueprint, showing_answers
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.keyset import before
from consult.web.page_cache import cacheable


@blueprint.get("/consultations/<slug>/outcome/")
@access("public")
@cacheable("version")
def outcome(slug: str) -> str:
    """Show a published outcome: the newest version, or the one that is asked for."""
    asked, published = _published(slug)
    shown = showing_answers.whole(reading(), asked, published, arrived_at())
    return render_template("public/outcomes/outcome.html", **shown)


@blueprint.get("/consultations/<slug>/outcome/themes/<int(max=2147483647):theme_id>/")
@access("public")
@cacheable("version", "before")
def theme(slug: str, theme_id: int) -> str:
    """Show the answer to a theme and the voices behind it."""
    asked, published = _published(slug)
    shown = found(showing_answers.theme(reading(), asked, published, theme_id, before()))
    return render_template("public/outcomes/theme.html", **shown)


def _published(slug: str) -> tuple[Consultation, Outcome]:
    asked = found(by_slug(reading(), slug))
    found(asked, is_public(asked, arrived_at()))
    number = request.args.get("version", type=int)
    return asked, found(showing_answers.version_of(reading(), asked, number))
