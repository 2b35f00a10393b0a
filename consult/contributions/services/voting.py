"""Voting: one person, one vote on a subject, the last one counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import may_vote, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Choice, Contribution, Vote
from consult.plans import queries as plans
from consult.shared.errors import DomainError, NotFoundError


def vote_on_clause(
    session: Session, *, actor: Actor, now: datetime, consultation_id: int, clause_id: int, choice: str
) -> None:
    """Record a choice on a clause; an earlier one is replaced. ``now`` is when the vote arrived."""
    consultation = _voting(session, actor, now, consultation_id, choice)
    texts = [row.version_id for row in consultation.texts]
    if not any(clause_id in plans.clause_texts(session, version_id=version_id) for version_id in texts):
        raise NotFoundError
    _cast(session, {"consultation_id": consultation_id, "clause_id": clause_id}, actor, now, choice)


def vote_on_contribution(
    session: Session, *, actor: Actor, now: datetime, reference: str, choice: str
) -> Contribution:
    """Record a choice on a contribution that is shown; an earlier one is replaced. Return the contribution."""
    contribution = queries.by_reference(session, reference)
    if contribution is None or not contribution.stands:
        raise NotFoundError
    _voting(session, actor, now, contribution.consultation_id, choice)
    subject = {"consultation_id": contribution.consultation_id, "contribution_id": contribution.id}
    _cast(session, subject, actor, now, choice)
    return contribution


def _voting(session: Session, actor: Actor, now: datetime, consultation_id: int, choice: str) -> Consultation:
    if choice not in set(Choice):
        raise DomainError("choose-one", field="choice")
    if not may_take_part(actor):
        raise DomainError("confirm-first")
    consultation = consultations.lock(session, consultation_id, shared=True)
    if consultation is None or consultation.announced_at is None:
        raise NotFoundError
    if not may_vote(actor, consultation, now):
        raise NotNowError("vote-not-now", state_of(consultation, now))
    return consultation


def _cast(session: Session, subject: dict[str, int], actor: Actor, now: datetime, choice: str) -> None:
    values = {**subject, "user_id": actor.user_id, "choice": choice, "cast_at": now}
    session.execute(_upsert(session, values, by_clause="clause_id" in subject))


def _upsert(session: Session, values: dict[str, object], *, by_clause: bool) -> Insert:
    """Return the statement that makes parallel votes of one person one vote: the unique index decides."""
    subject = Vote.clause_id if by_clause else Vote.contribution_id
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return (
        insert(Vote)
        .values(**values)
        .on_conflict_do_update(
            index_elements=["consultation_id", subject.key, "user_id"],
            index_where=subject.is_not(None),
            set_={"choice": values["choice"], "cast_at": values["cast_at"]},
            # The last to arrive counts, in whatever order parallel requests get here.
            where=Vote.cast_at <= values["cast_at"],
        )
    )
