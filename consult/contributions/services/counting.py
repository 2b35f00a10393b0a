"""Keeping the numbers that pages show, so that no page counts rows.

What is kept, by subject and name: on ``all``, voices by status; on ``whole`` and ``clause:<id>``, the voices shown
there (``voices``), those among them with a stance, by it, and the asking body's shown clarifications (``clarified``);
on ``clause:<id>`` and ``voice:<id>``, votes by choice. No number knows whose it is.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    CompoundSelect,
    Select,
    SQLColumnExpression,
    String,
    and_,
    cast,
    delete,
    func,
    insert,
    literal,
    select,
    text,
    union_all,
)
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from consult.consultations.models import Tally
from consult.contributions.models import Contribution, Status, Vote
from consult.contributions.queries import ALL, CLARIFIED, VOICES, WHOLE, clause_subject, voice_subject
from consult.orm import fixed

SLOTS = 32
_KEY = (Tally.consultation_id, Tally.subject, Tally.name)
_NUMBER = sqlite.insert(Tally)
_ADD = fixed(
    _NUMBER.on_conflict_do_update(
        index_elements=["consultation_id", "subject", "name", "slot"],
        set_={"value": Tally.value + _NUMBER.excluded.value},
    )
)

# Subject and name of a number.
Counted = tuple[str, str]


class Wrong(NamedTuple):
    """A number that is not what its rows say."""

    consultation_id: int
    subject: str
    name: str
    kept: int
    counted: int


def count(session: Session, *, consultation_id: int, changes: Mapping[Counted, int]) -> None:
    """Add ``changes`` to the kept numbers of a consultation."""
    rows = [
        {
            "consultation_id": consultation_id,
            "subject": subject,
            "name": name,
            "slot": _slot(session),
            "value": by,
        }
        # In one order, so that two who count the same things never wait for each other in a circle.
        for (subject, name), by in sorted(changes.items())
        if by
    ]
    if not rows:
        return
    session.execute(_ADD, rows)


def count_contribution(
    session: Session, contribution: Contribution, *, before: str | None, after: str
) -> None:
    """Count that a contribution, whose status was ``before`` (None: it is new), now has the status ``after``."""
    changes = Counter(_shown_as(contribution, after))
    if before is not None:
        changes.subtract(_shown_as(contribution, before))
    count(session, consultation_id=contribution.consultation_id, changes=changes)


def count_vote(session: Session, *, subject: Mapping[str, int], before: str | None, after: str) -> None:
    """Count that a vote on ``subject`` (consultation, and clause or contribution) was ``before`` and is ``after``."""
    on = (
        clause_subject(subject["clause_id"])
        if "clause_id" in subject
        else voice_subject(subject["contribution_id"])
    )
    changes = Counter({(on, after): 1})
    if before is not None:
        changes[on, before] -= 1
    count(session, consultation_id=subject["consultation_id"], changes=changes)


def recount(session: Session) -> list[Wrong]:
    """Count everything anew and keep that where it differs; return the numbers that were wrong.

    Whoever has said something and not counted it yet waits, and counts it afterwards.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE tallies IN EXCLUSIVE MODE"))
    wrong = differences(session)
    if wrong:
        session.execute(delete(Tally))
        counted = _counted().subquery()
        session.execute(
            insert(Tally).from_select([*counted.c.keys(), "slot"], select(*counted.c, literal(0)))
        )
    return wrong


def differences(session: Session) -> list[Wrong]:
    """Return each number that is not what its rows say, by consultation, subject and name."""
    kept = select(*_KEY, Tally.value.label("kept"), literal(0).label("counted"))
    rows = _counted().subquery()
    counted = select(rows.c.consultation_id, rows.c.subject, rows.c.name, literal(0), rows.c.value)
    both = union_all(kept, counted).subquery()
    key = (both.c.consultation_id, both.c.subject, both.c.name)
    sums = (cast(func.sum(both.c.kept), BigInteger), cast(func.sum(both.c.counted), BigInteger))
    query = select(*key, *sums).group_by(*key).having(sums[0] != sums[1]).order_by(*key)
    return [Wrong(*row) for row in session.execute(query)]


def _shown_as(contribution: Contribution, status: str) -> list[Counted]:
    """Return the numbers in which a contribution of this status counts."""
    shown = status == Status.PUBLISHED
    place = WHOLE if contribution.clause_id is None else clause_subject(contribution.clause_id)
    if not contribution.counts_as_voice:
        return [(place, CLARIFIED)] if shown else []
    counted = [(ALL, str(status))]
    if shown:
        counted.append((place, VOICES))
    if shown and contribution.stance is not None:
        counted.append((place, contribution.stance))
    return counted


def _slot(session: Session) -> int:
    """Return where a transaction adds; where one alone writes at a time, all add in one place."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    slot: int = session.info.setdefault("slot", secrets.randbelow(SLOTS))
    return slot


def _counted() -> CompoundSelect[*tuple[Any, ...]]:
    """Return every number as the rows themselves say it."""
    place = func.coalesce(_on("clause:", Contribution.clause_id), WHOLE)
    shown, voice = Contribution.status == Status.PUBLISHED, Contribution.counts_as_voice
    taken = Contribution.stance.is_not(None)
    of = Contribution.consultation_id
    return union_all(
        _grouped(of, literal(ALL, String), Contribution.status, and_(voice)),
        _grouped(of, place, literal(VOICES, String), shown & voice),
        _grouped(of, place, Contribution.stance, shown & voice & taken),
        _grouped(of, place, literal(CLARIFIED, String), shown & ~voice),
        *(
            _grouped(Vote.consultation_id, _on(kind, column), Vote.choice, column.is_not(None))
            for kind, column in (("clause:", Vote.clause_id), ("voice:", Vote.contribution_id))
        ),
    )


def _on(kind: str, column: SQLColumnExpression[int | None]) -> ColumnElement[str]:
    return literal(kind, String) + cast(column, String)


def _grouped(
    of: SQLColumnExpression[int], subject: SQLColumnExpression[str], name: SQLColumnExpression[Any],
    condition: ColumnElement[bool],
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    rows: Select[*tuple[Any, ...]] = select(
        of.label("consultation_id"), subject.label("subject"), name.label("name")
    ).where(condition)
    each = rows.subquery()
    return select(*each.c, func.count().label("value")).group_by(*each.c)
