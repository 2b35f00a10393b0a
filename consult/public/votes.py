"""Votes on clauses and on contributions; they can be changed until the closing."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import allows, is_public, state_of
from consult.consultations.queries import by_slug
from consult.contributions.errors import NotNowError
from consult.contributions.queries import by_reference
from consult.contributions.services import vote_on_clause, vote_on_contribution
from consult.public import blueprint
from consult.public.next_url import safe_next
from consult.public.showing_replies import place_of
from consult.public.showing_text import WHOLE
from consult.shared.errors import DomainError, NotFoundError
from consult.web.access import access, found
from consult.web.arrival import arrived_at
from consult.web.database import reading, writing
from consult.web.identity import current_actor
from consult.web.labels import label
from consult.web.wording import sentence

# The pages that hold forms to vote with.
WITH_VOTES = frozenset({"public.text", "public.contributions", "public.contribution"})


@blueprint.post("/consultations/<slug>/clauses/<int(max=2147483647):clause_id>/vote")
@access("anonymous")
def vote_clause(slug: str, clause_id: int) -> Response:
    """Record a choice on a clause."""
    asked = found(by_slug(reading(), slug))
    found(asked, is_public(asked, arrived_at()))
    anchor = f"clause-{clause_id}"
    back = _came_from(anchor) or url_for("public.text", slug=slug, clause=clause_id, _anchor=anchor)
    choice = request.form.get("choice", "")

    def cast(session: Session, actor: Actor) -> str:
        return vote_on_clause(
            session,
            actor=actor,
            now=arrived_at(),
            consultation_id=asked.id,
            clause_id=clause_id,
            choice=choice,
        )

    return _vote(asked, back, cast)


@blueprint.post("/contributions/<reference>/vote")
@access("anonymous")
def vote_contribution(reference: str) -> Response:
    """Record a choice on a contribution."""
    said = found(by_reference(reading(), reference))
    place = said.clause_id or WHOLE
    text = url_for("public.text", slug=said.consultation.slug, clause=place, _anchor=reference)
    back = _came_from(reference) or (place_of(said) if said.depth else text)
    choice = request.form.get("choice", "")

    def cast(session: Session, actor: Actor) -> str:
        return vote_on_contribution(
            session, actor=actor, now=arrived_at(), reference=reference, choice=choice
        )

    return _vote(said.consultation, back, cast)


def _came_from(anchor: str) -> str | None:
    """Return the page of ours that holds the form, at ``anchor``; None where the browser does not say."""
    sent_from = urlsplit(request.referrer or "")
    if sent_from.netloc != request.host:
        return None
    try:
        endpoint, _values = current_app.url_map.bind("", "/").match(sent_from.path, method="GET")
    except HTTPException:
        return None
    query = f"?{sent_from.query}" if sent_from.query else ""
    return safe_next(f"{sent_from.path}{query}#{anchor}") if endpoint in WITH_VOTES else None


def _vote(asked: Consultation, back: str, cast: Callable[[Session, Actor], str]) -> Response:
    """Cast a vote, say what is stored now, and go back; a reader signs in first, while votes are taken."""
    actor = current_actor()
    if actor is None and is_public(asked, arrived_at()) and not allows(asked, Act.VOTE, arrived_at()):
        flash(sentence(NotNowError("vote-not-now", state_of(asked, arrived_at()))), "error")
        return redirect(back, 303)
    if actor is None:
        flash(_("Sign in to vote. One person has one vote, and nobody sees who voted what."), "wait")
        return redirect(url_for("public.login", next=back), 303)
    try:
        with writing() as session:
            stored = cast(session, actor)
    except NotFoundError:
        raise
    except DomainError as problem:
        flash(sentence(problem), "error")
    else:
        recorded = label("choice", stored)
        flash(_("Recorded: %(choice)s. You can change it until the closing.", choice=recorded), "good")
    return redirect(back, 303)
