"""Reading votes: counted row by row, a person's own, and those that wait for their voter."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from consult.accounts.queries import token_hash
from consult.votes.models import KeptVote, Vote


def vote_counts(
    session: Session, *, consultation_id: int, contribution_ids: Iterable[int]
) -> dict[int, Counter[str]]:
    """Return the votes on these contributions, keyed by id, by choice."""
    query = (
        select(Vote.contribution_id, Vote.choice, func.count())
        .where(Vote.consultation_id == consultation_id, Vote.contribution_id.in_(list(contribution_ids)))
        .group_by(Vote.contribution_id, Vote.choice)
    )
    return _counted(session, query)


class OwnVotes(NamedTuple):
    """A person's own choices in a consultation."""

    by_clause: dict[int, str]
    by_contribution: dict[int, str]


def own_votes(session: Session, *, consultation_id: int, user_id: int) -> OwnVotes:
    """Return a person's own choices in a consultation."""
    found = OwnVotes({}, {})
    given = {"consultation": consultation_id, "user": user_id}
    for clause_id, contribution_id, choice in session.execute(_OWN_VOTES, given):
        if clause_id is not None:
            found.by_clause[clause_id] = choice
        elif contribution_id is not None:
            found.by_contribution[contribution_id] = choice
    return found


def _counted(session: Session, query: Select[int | None, str, int]) -> dict[int, Counter[str]]:
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for subject_id, choice, number in session.execute(query):
        if subject_id is not None:
            found[subject_id][choice] = number
    return found


def kept_votes(session: Session, *, user_id: int | None, token: str | None) -> Sequence[KeptVote]:
    """Return the votes that wait for a person, and those of a browser that wait for nobody yet, oldest first."""
    query = select(KeptVote).where(waits_for(user_id, token)).order_by(KeptVote.id)
    return session.scalars(query).all()


def waits_for(user_id: int | None, token: str | None) -> ColumnElement[bool]:
    """Return the condition under which a kept vote is a person's, or a browser's and nobody's yet."""
    browsers = and_(KeptVote.token_hash == token_hash(token or ""), KeptVote.user_id.is_(None))
    return browsers if user_id is None else or_(KeptVote.user_id == user_id, browsers)


def lock_kept_vote(session: Session, vote_id: int) -> KeptVote | None:
    """Return a vote that waits, read anew and held until the transaction ends, or None."""
    query = select(KeptVote).where(KeptVote.id == vote_id).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def stale_kept_votes(session: Session, *, before: datetime) -> Sequence[KeptVote]:
    """Return votes that arrived before then and were never recorded, oldest first."""
    return session.scalars(select(KeptVote).where(KeptVote.arrived_at < before).order_by(KeptVote.id)).all()


# Built once: building a statement costs more than sending it.
_OWN_VOTES = (
    select(Vote.clause_id, Vote.contribution_id, Vote.choice)
    .where(Vote.consultation_id == bindparam("consultation"), Vote.user_id == bindparam("user"))
    .order_by(Vote.id)
)
