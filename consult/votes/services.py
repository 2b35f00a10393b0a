"""Casting votes and counting them: one person, one vote on a subject in an activity, the last one counts.

Kept numbers, by activity, subject and name: votes by choice; those of organisations under names of their own.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    String,
    TextClause,
    bindparam,
    case,
    func,
    literal,
    select,
    update,
)
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.orm import Session
from sqlalchemy.sql.dml import ReturningUpdate

from consult.orm import fixed
from consult.shared.subjects import Subject
from consult.tallies.models import code_of
from consult.tallies.services import Numbers, count, grouped
from consult.votes.models import NONE, Vote

# Before a choice, in the name of the number of organisations that made it.
ORGANISATIONS = "organisations-"


@dataclass(frozen=True)
class Ballot:
    """What one votes on, and who: for an organisation where one is named, else a person for themselves.

    ``revision`` is the number of the contribution's revision that it is on, None where it is on something else.
    """

    consultation_id: int
    activity_id: int
    subject: Subject
    user_id: int
    organisation_id: int | None = None
    revision: int | None = None

    @property
    def given(self) -> dict[str, object]:
        """Return what the statements take, by column."""
        return {
            "consultation_id": self.consultation_id, "activity_id": self.activity_id,
            "subject_kind": self.subject.kind.value, "subject_id": self.subject.id, "user_id": self.user_id,
            "organisation_id": self.organisation_id, "revision": self.revision,
        }  # fmt: skip


def cast_vote(
    session: Session, *, ballot: Ballot, now: datetime, choice: str, pressed_at: datetime | None = None
) -> str:
    """Keep a choice, count it and return it as stored; parallel requests of one voter end and count as one vote.

    Whoever calls holds the consultation and has seen to it that the person may. Where the vote waited since
    ``pressed_at``, one cast since stands. The one that holds the row last is the last: the database decides that, as a
    clock can be set back.
    """
    for_body = ballot.organisation_id is not None
    stored: str | None = session.scalar(_FIRST[for_body], {**ballot.given, "choice": choice, "cast_at": now})
    before = None
    if stored is None:
        # There is a vote already, or since this instant: held, so that what is taken from the numbers is what stands.
        vote_id, before, cast_at = session.execute(_STANDING[for_body], ballot.given).one()
        if pressed_at is not None and cast_at > pressed_at:
            return before
        stored = _change(session, ballot, vote_id, choice, now)
    _count(session, ballot, before, stored)
    return stored


def take_back(session: Session, *, ballot: Ballot, now: datetime) -> None:
    """Store that a voter has no vote any more, where there is one; it can be cast anew. The row stays."""
    standing = session.execute(_STANDING[ballot.organisation_id is not None], ballot.given).one_or_none()
    if standing is not None and standing.choice != NONE:
        _count(session, ballot, standing.choice, _change(session, ballot, standing.id, NONE, now))


def _change(session: Session, ballot: Ballot, vote_id: int, choice: str, now: datetime) -> str:
    voter = {"user_id": ballot.user_id, "revision": ballot.revision}
    given = {**voter, "vote": vote_id, "choice": choice, "cast_at": now}
    stored: str = session.execute(_CHANGED, given).scalar_one()
    return stored


def counted() -> Numbers:
    """Return the queries for each number of votes as the rows themselves say it."""
    code = code_of(Vote.subject_kind, Vote.subject_id)
    name = case(
        (Vote.organisation_id.is_(None), Vote.choice), else_=literal(ORGANISATIONS, String) + Vote.choice
    )
    return [grouped(Vote.consultation_id, Vote.activity_id, code, name, Vote.choice != NONE)]


def _count(session: Session, ballot: Ballot, before: str | None, after: str) -> None:
    """Count that a vote was ``before`` (None: it is new) and is ``after``; one that was taken back is none."""
    by = "" if ballot.organisation_id is None else ORGANISATIONS
    changes: Counter[tuple[str, str]] = Counter()
    for choice, change in ((before, -1), (after, 1)):
        if choice not in {None, NONE}:
            changes[ballot.subject.code, f"{by}{choice}"] += change
    count(session, consultation_id=ballot.consultation_id, activity_id=ballot.activity_id, changes=changes)


def _own(*, for_body: bool) -> dict[str, BindParameter[Any]]:
    """Return whose vote on what is meant, by column."""
    whose = "organisation_id" if for_body else "user_id"
    columns = ("consultation_id", "activity_id", "subject_kind", "subject_id", whose)
    return {name: bindparam(name) for name in columns}


def _voters(*, for_body: bool) -> ColumnElement[bool]:
    return Vote.organisation_id.is_not(None) if for_body else Vote.organisation_id.is_(None)


def _first(*, for_body: bool) -> TextClause:
    """Return the statement that casts a vote where there is none: the unique index decides."""
    own = _own(for_body=for_body)
    told = ("user_id", "organisation_id", "revision", "choice", "cast_at")
    values = {**own, **{name: bindparam(name) for name in told}}
    return fixed(
        insert(Vote)
        .values(values)
        .on_conflict_do_nothing(index_elements=list(own), index_where=_voters(for_body=for_body))
        .returning(Vote.choice)
    )


def _standing(*, for_body: bool) -> Select[int, str, datetime]:
    """Return the query for a voter's own vote, held until the transaction ends."""
    query = select(Vote.id, Vote.choice, Vote.cast_at).filter_by(**_own(for_body=for_body))
    return query.where(_voters(for_body=for_body)).with_for_update()


def _changed() -> ReturningUpdate[str]:
    table = Vote.metadata.tables["votes"]
    changing = update(table).where(table.c.id == bindparam("vote"))
    values: dict[str, ColumnElement[Any]] = {
        **{name: bindparam(name) for name in ("choice", "cast_at", "user_id")},
        # One that is taken back stays on what it was on.
        "revision": func.coalesce(bindparam("revision", type_=Integer()), table.c.revision),
    }
    return changing.values(**values).returning(table.c.choice)


# By whether it is an organisation's. Built once: building a statement costs more than sending it.
_FIRST = {for_body: _first(for_body=for_body) for for_body in (False, True)}
_STANDING = {for_body: _standing(for_body=for_body) for for_body in (False, True)}
_CHANGED = _changed()
