"""Voting: one person, one vote on a subject, the last one counts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Select, TextClause, bindparam, select, update
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from consult.accounts.policies import Actor, may_take_part
from consult.consultations import queries as consultations
from consult.consultations.policies import is_public, may_vote, state_of
from consult.contributions import queries
from consult.contributions.errors import NotNowError
from consult.contributions.models import Choice, Vote
from consult.contributions.services.counting import count_vote
from consult.orm import fixed
from consult.shared.errors import DomainError, NotFoundError


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
    return _cast(session, subject, actor, now, choice, pressed_at)


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
    return _cast(session, subject, actor, now, choice, pressed_at)


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


def _cast(
    session: Session,
    subject: dict[str, int],
    actor: Actor,
    now: datetime,
    choice: str,
    pressed_at: datetime | None,
) -> str:
    """Keep a choice, count it and return it as stored; parallel requests of one person end and count as one vote.

    The one that holds the row last is the last. The database decides that; a machine's clock can be set back.
    """
    column = next(name for name in _SUBJECTS if name in subject)
    vote = {"asked": subject["consultation_id"], "subject": subject[column], "person": actor.user_id}
    stored: str | None = session.scalar(_FIRST[column], {**vote, "chosen": choice, "at": now})
    before = None
    if stored is None:
        # There is a vote already, or since this instant: held, so that what is taken from the numbers is what stands.
        vote_id, before, cast_at = session.execute(_STANDING[column], vote).one()
        if pressed_at is not None and cast_at > pressed_at:
            return before
        stored = session.execute(_CHANGED, {"vote": vote_id, "chosen": choice, "at": now}).scalar_one()
    count_vote(session, subject=subject, before=before, after=stored)
    return stored


def _first(column: str) -> TextClause:
    """Return the statement that casts a vote where there is none: the unique index decides."""
    values: dict[str, BindParameter[Any]] = {
        "consultation_id": bindparam("asked"), column: bindparam("subject"), "user_id": bindparam("person"),
        "choice": bindparam("chosen"), "cast_at": bindparam("at"),
    }  # fmt: skip
    return fixed(
        insert(Vote)
        .values(values)
        .on_conflict_do_nothing(
            index_elements=["consultation_id", column, "user_id"],
            index_where=getattr(Vote, column).is_not(None),
        )
        .returning(Vote.choice)
    )


def _standing(column: str) -> Select[int, str, datetime]:
    """Return the query for a person's own vote, held until the transaction ends."""
    own: dict[str, BindParameter[Any]] = {
        "consultation_id": bindparam("asked"),
        column: bindparam("subject"),
        "user_id": bindparam("person"),
    }
    return select(Vote.id, Vote.choice, Vote.cast_at).filter_by(**own).with_for_update()


def _changed() -> ReturningUpdate[str]:
    table = Vote.metadata.tables["votes"]
    changing = update(table).where(table.c.id == bindparam("vote"))
    return changing.values(choice=bindparam("chosen"), cast_at=bindparam("at")).returning(table.c.choice)


# By what is voted on. Built once: building a statement costs more than sending it.
_SUBJECTS = ("clause_id", "contribution_id")
_FIRST = {column: _first(column) for column in _SUBJECTS}
_STANDING = {column: _standing(column) for column in _SUBJECTS}
_CHANGED = _changed()
