"""Voting: one person, one vote on a subject, the last one counts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import bindparam, select, text, update
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.accounts.policies import Actor, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import is_public, may_vote, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Choice, Contribution, Vote
from consult.contributions.services.counting import count_vote
from consult.orm import UtcDateTime
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
    column = next(name for name in _SUBJECTS if name in subject)
    vote = {"asked": subject["consultation_id"], "subject": subject[column], "person": actor.user_id}
    cast = {**vote, "choice": choice, "cast_at": now}
    if session.scalar(_FIRST[column], cast) is not None:
        count_vote(session, subject=subject, before=None, after=choice)
        return
    # There is a vote already, or since this instant: held, so that what is taken from the numbers is what stands.
    vote_id, before, cast_at = session.execute(_STANDING[column], vote).one()
    # The last to arrive counts, in whatever order parallel requests get here.
    if cast_at > now:
        return
    session.execute(_CHANGED, {"vote": vote_id, "choice": choice, "cast_at": now})
    count_vote(session, subject=subject, before=before, after=choice)


_SUBJECTS: dict[str, InstrumentedAttribute[int | None]] = {
    "clause_id": Vote.clause_id,
    "contribution_id": Vote.contribution_id,
}
# SQLAlchemy compiles its own ON CONFLICT anew each time it is sent; this is the same on both engines, and kept. It
# casts a vote where there is none: the unique index decides.
_FIRST = {
    name: text(
        f"INSERT INTO votes (consultation_id, {name}, user_id, choice, cast_at)"  # noqa: S608 - names of our own
        " VALUES (:asked, :subject, :person, :choice, :cast_at)"
        f" ON CONFLICT (consultation_id, {name}, user_id) WHERE {name} IS NOT NULL DO NOTHING RETURNING id"
    ).bindparams(bindparam("cast_at", type_=UtcDateTime()))
    for name in _SUBJECTS
}
# A person's own vote, held until the transaction ends.
_STANDING = {
    name: select(Vote.id, Vote.choice, Vote.cast_at)
    .where(
        Vote.consultation_id == bindparam("asked"),
        column == bindparam("subject"),
        Vote.user_id == bindparam("person"),
    )
    .with_for_update()
    for name, column in _SUBJECTS.items()
}
_CHANGED = (
    update(Vote.__table__)  # type: ignore[arg-type]  # SQLAlchemy types it wider
    .where(Vote.__table__.c.id == bindparam("vote"))
    .values(choice=bindparam("choice"), cast_at=bindparam("cast_at"))
)
