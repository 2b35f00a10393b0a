"""Votes on clauses and on contributions; they can be changed until the closing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from consult.accounts.policies import Actor, may_take_part
from consult.consultations.policies import is_public
from consult.consultations.queries import by_slug
from consult.contributions.queries import by_reference
from consult.contributions.services import keep_vote, take_back_vote, vote_on_clause, vote_on_contribution
from consult.public import blueprint
from consult.public.account.next_url import safe_next
from consult.public.contributions import drafts
from consult.public.contributions.forms import VoteForm
from consult.public.contributions.replies import place_of
from consult.public.texts.presenters import WHOLE
from consult.shared.errors import DomainError
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import NONE
from consult.web.access import access, or_404
from consult.web.database import reading, writing
from consult.web.identity import current_actor, signed_in_actor
from consult.web.labels import label
from consult.web.limits import limited
from consult.web.request_time import arrived_at
from consult.web.wording import sentence

# The pages that hold forms to vote with.
WITH_VOTES = frozenset({"public.text", "public.contributions", "public.contribution"})


class On(NamedTuple):
    """What a vote is on: a clause, or the contribution with a reference."""

    consultation_id: int
    clause_id: int | None = None
    reference: str | None = None


@blueprint.post("/consultations/<slug>/clauses/<int(max=2147483647):clause_id>/vote")
@access("anonymous")
@limited("vote")
def vote_clause(slug: str, clause_id: int) -> Response:
    """Record a choice on a clause."""
    asked = or_404(by_slug(reading(), slug))
    or_404(asked, is_public(asked, arrived_at()))
    anchor = f"clause-{clause_id}"
    back = _came_from(anchor) or url_for("public.text", slug=slug, clause=clause_id, _anchor=anchor)

    def cast(session: Session, actor: Actor, choice: str) -> str:
        given: dict[str, Any] = {"actor": actor, "now": arrived_at(), "consultation_id": asked.id}
        if choice == NONE:
            return take_back_vote(session, subject=Subject(SubjectKind.CLAUSE, clause_id), **given)
        return vote_on_clause(session, clause_id=clause_id, choice=choice, **given)

    return _vote(back, cast, On(asked.id, clause_id=clause_id))


@blueprint.post("/contributions/<reference>/vote")
@access("anonymous")
@limited("vote")
def vote_contribution(reference: str) -> Response:
    """Record a choice on a contribution."""
    said = or_404(by_reference(reading(), reference))
    place = said.clause_id or WHOLE
    text = url_for("public.text", slug=said.consultation.slug, clause=place, _anchor=reference)
    back = _came_from(reference) or (place_of(said) if said.depth else text)

    def cast(session: Session, actor: Actor, choice: str) -> str:
        given: dict[str, Any] = {"actor": actor, "now": arrived_at()}
        if choice == NONE:
            subject = Subject(SubjectKind.CONTRIBUTION, said.id)
            return take_back_vote(session, consultation_id=said.consultation_id, subject=subject, **given)
        return vote_on_contribution(session, reference=reference, choice=choice, **given)

    return _vote(back, cast, On(said.consultation_id, reference=reference))


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


def _vote(back: str, cast: Callable[[Session, Actor, str], str], on: On) -> Response:
    """Cast a vote, or keep it for whoever may not vote yet; say what is stored now, and return where to go."""
    actor, form = current_actor(), VoteForm()
    if not form.validate():
        flash(sentence(DomainError("choose-a-vote")), "error")
        return redirect(back, 303)
    choice = str(form.choice.data)
    try:
        if not may_take_part(actor):
            return redirect(_keep(actor, choice, on), 303)
        with writing() as session:
            stored = cast(session, signed_in_actor(), choice)
    except DomainError as problem:
        flash(sentence(problem), "error")
    else:
        tell_recorded(stored)
    return redirect(back, 303)


def _keep(actor: Actor | None, choice: str, on: On) -> str:
    """Keep a vote until its voter has signed in with a confirmed address; return where they do."""
    if choice == NONE:
        # Whoever has cast none takes none back.
        raise DomainError("choose-a-vote")
    user_id = actor.user_id if actor else None
    with writing() as session:
        token = keep_vote(
            session, now=arrived_at(), choice=choice, token=drafts.votes_token(), user_id=user_id,
            consultation_id=on.consultation_id, clause_id=on.clause_id, reference=on.reference,
        )  # fmt: skip
    if actor is not None:
        flash(_("Your vote is kept. Confirm your address, and record it here yourself."), "wait")
        return url_for("public.waiting")
    drafts.keep_votes(token)
    flash(_("Sign in to vote. One person has one vote, and nobody sees who voted what."), "wait")
    return url_for("public.login", next=url_for("public.draft"))


def tell_recorded(choice: str) -> None:
    """Say which vote was recorded, or that it was taken back."""
    if choice == NONE:
        flash(_("Your vote is taken back: it counts nowhere. You can vote again until the closing."), "good")
        return
    flash(
        _("Recorded: %(choice)s. You can change it until the closing.", choice=label("choice", choice)),
        "good",
    )
