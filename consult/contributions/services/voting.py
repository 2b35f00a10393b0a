"""Voting: one person, one vote on a subject, the last one counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, Update, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningInsert

from consult.accounts.policies import Actor, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import is_public, may_vote, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Choice, Contribution, Vote
from consult.contributions.services.counting import count_vote
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
    if contribution is None or not (contribution.stands and contribution.is_voice):
        raise NotFoundError
    _voting(session, actor, now, contribution.consultation_id, choice)
    subject = {"consultation_id": contribution.consultation_id, "contribution_id": contribution.id}
    _cast(session, subject, actor, now, choice)
    return contribution


def _voting(session: Session, actor: Actor, now: datetime, consultation_id: int, choice: str) -> Consultation:
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
    return consultation


def _cast(session: Session, subject: dict[str, int], actor: Actor, now: datetime, choice: str) -> None:
    """Keep a choice and count it; parallel requests of one person end as one vote, and count as one."""
    if session.scalar(_first(session, subject, actor.user_id, choice, now)) is not None:
        count_vote(session, subject=subject, before=None, after=choice)
        return
    # There is a vote already, or since this instant: held, so that what is taken from the numbers is what stands.
    before, cast_at = session.execute(_standing(subject, actor.user_id)).one()
    # The last to arrive counts, in whatever order parallel requests get here.
    if cast_at > now:
        return
    session.execute(_changed(subject, actor.user_id, choice, now))
    count_vote(session, subject=subject, before=before, after=choice)


def _first(
    session: Session, subject: dict[str, int], user_id: int, choice: str, now: datetime
) -> ReturningInsert[int]:
    """Return the statement that casts a vote where there is none: the unique index decides."""
    on = Vote.clause_id if "clause_id" in subject else Vote.contribution_id
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    return (
        insert(Vote)
        .values(**subject, user_id=user_id, choice=choice, cast_at=now)
        .on_conflict_do_nothing(
            index_elements=["consultation_id", on.key, "user_id"], index_where=on.is_not(None)
        )
        .returning(Vote.id)
    )


def _standing(subject: dict[str, int], user_id: int) -> Select[str, datetime]:
    """Return the query for a person's own vote, held until the transaction ends."""
    return select(Vote.choice, Vote.cast_at).filter_by(**subject, user_id=user_id).with_for_update()


def _changed(subject: dict[str, int], user_id: int, choice: str, now: datetime) -> Update:
    return update(Vote).filter_by(**subject, user_id=user_id).values(choice=choice, cast_at=now)
