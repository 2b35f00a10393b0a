"""Voting: whether somebody may vote on something now; how a vote is kept is ``votes``' own."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.policies import is_public, may_vote, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.shared.errors import DomainError, NotFoundError
from consult.votes.models import Choice
from consult.votes.services import cast_vote


def vote_on_clause(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    consultation_id: int,
    clause_id: int,
    choice: str,
    pressed_at: datetime | None = None,
) -> str:
    """Record a choice on a clause in place of an earlier one; return what is stored. ``now`` is when it arrived.

    Where it was pressed before, ``pressed_at``, and waited, a vote cast since stands.
    """
    _voting(session, actor, now, consultation_id, choice)
    if not consultations.asks_about(session, consultation_id=consultation_id, clause_id=clause_id):
        raise NotFoundError
    subject = {"consultation_id": consultation_id, "clause_id": clause_id}
    return cast_vote(
        session, subject=subject, user_id=actor.user_id, now=now, choice=choice, pressed_at=pressed_at
    )


def vote_on_contribution(
    session: Session,
    *,
    actor: Actor,
    now: datetime,
    reference: str,
    choice: str,
    pressed_at: datetime | None = None,
) -> str:
    """Record a choice on a contribution that is shown, as ``vote_on_clause`` does; return what is stored."""
    contribution = queries.by_reference(session, reference)
    if contribution is None or not (contribution.is_published and contribution.counts_as_voice):
        raise NotFoundError
    _voting(session, actor, now, contribution.consultation_id, choice)
    subject = {"consultation_id": contribution.consultation_id, "contribution_id": contribution.id}
    return cast_vote(
        session, subject=subject, user_id=actor.user_id, now=now, choice=choice, pressed_at=pressed_at
    )


def _voting(session: Session, actor: Actor, now: datetime, consultation_id: int, choice: str) -> None:
    """Hold the consultation while a vote is cast in it; raise where that may not be."""
    consultation = consultations.lock(session, consultation_id, shared=True)
    # This comes first: to whoever votes, a draft is not there.
    if consultation is None or not is_public(consultation, now):
        raise NotFoundError
    if choice not in set(Choice):
        raise DomainError("choose-one", field="choice")
    if not may_take_part(actor):
        raise DomainError("confirm-first")
    if not may_vote(actor, consultation, now):
        raise NotNowError("vote-not-now", state_of(consultation, now))
