"""Casting votes and counting them: one person, one vote on a subject, the last one counts.

Kept numbers, by subject and name: on ``clause:<id>`` and ``voice:<id>``, votes by choice.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    Select,
    String,
    TextClause,
    bindparam,
    cast,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from consult.orm import fixed
from consult.tallies.models import CLAUSE, VOICE, clause_subject, voice_subject
from consult.tallies.services import Numbers, count, grouped
from consult.votes.models import Vote


def cast_vote(
    session: Session,
    *,
    subject: Mapping[str, int],
    user_id: int,
    now: datetime,
    choice: str,
    pressed_at: datetime | None = None,
) -> str:
    """Keep a choice, count it and return it as stored; parallel requests of one person end and count as one vote.

    ``subject`` is the ``consultation_id``, and the ``clause_id`` or ``contribution_id`` that is voted on; whoever calls
    holds the consultation and has seen to it that the person may. Where the vote waited since ``pressed_at``, one cast
    since stands. The one that holds the row last is the last: the database decides that, as a clock can be set back.
    """
    column = next(name for name in _SUBJECTS if name in subject)
    vote = {"asked": subject["consultation_id"], "subject": subject[column], "person": user_id}
    stored: str | None = session.scalar(_FIRST[column], {**vote, "chosen": choice, "at": now})
    before = None
    if stored is None:
        # There is a vote already, or since this instant: held, so that what is taken from the numbers is what stands.
        vote_id, before, cast_at = session.execute(_STANDING[column], vote).one()
        if pressed_at is not None and cast_at > pressed_at:
            return before
        stored = session.execute(_CHANGED, {"vote": vote_id, "chosen": choice, "at": now}).scalar_one()
    _count(session, subject, before, stored)
    return stored


def counted() -> Numbers:
    """Return the queries for each number of votes as the rows themselves say it."""
    return [
        grouped(
            Vote.consultation_id, literal(kind, String) + cast(column, String), Vote.choice, column.is_not(None)
        )
        for kind, column in ((CLAUSE, Vote.clause_id), (VOICE, Vote.contribution_id))
    ]  # fmt: skip


def _count(session: Session, subject: Mapping[str, int], before: str | None, after: str) -> None:
    """Count that a vote on a subject was ``before`` (None: it is new) and is ``after``."""
    on = (
        clause_subject(subject["clause_id"])
        if "clause_id" in subject
        else voice_subject(subject["contribution_id"])
    )
    changes = Counter({(on, after): 1})
    if before is not None:
        changes[on, before] -= 1
    count(session, consultation_id=subject["consultation_id"], changes=changes)


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
