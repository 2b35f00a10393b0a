"""Keeping numbers, so that no page counts rows; no number knows whose it is.

Each subject of the domain counts its own facts as it writes them, and says with queries what they come to when they
are counted anew (``Numbers``).
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    SQLColumnExpression,
    Subquery,
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

from consult.orm import fixed
from consult.tallies.models import Tally

SLOTS = 32
_KEY = (Tally.consultation_id, Tally.subject, Tally.name, Tally.activity_id)
_NUMBER = sqlite.insert(Tally)
_ADD = fixed(
    _NUMBER.on_conflict_do_update(
        index_elements=["consultation_id", "subject", "name", "activity_id", "slot"],
        set_={"value": Tally.value + _NUMBER.excluded.value},
    )
)

# Subject and name of a number.
Counted = tuple[str, str]
# Queries for an owner's numbers as its rows say them: consultation, activity, subject, name and value.
Numbers = Sequence[Select[*tuple[Any, ...]]]


class Wrong(NamedTuple):
    """A number that is not what its rows say."""

    consultation_id: int
    subject: str
    name: str
    activity_id: int
    kept: int
    counted: int


def count(
    session: Session, *, consultation_id: int, activity_id: int, changes: Mapping[Counted, int]
) -> None:
    """Add ``changes`` to the kept numbers of an activity of a consultation."""
    rows = [
        {
            "consultation_id": consultation_id,
            "subject": subject,
            "name": name,
            "activity_id": activity_id,
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


def recount(session: Session, *counted: Numbers) -> list[Wrong]:
    """Keep what the owners ``counted`` where it differs; return the numbers that were wrong.

    Whoever has said something and not counted it yet waits, and counts it afterwards.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE tallies IN EXCLUSIVE MODE"))
    wrong = differences(session, *counted)
    if wrong:
        session.execute(delete(Tally))
        anew = _of_all(counted)
        session.execute(insert(Tally).from_select([*anew.c.keys(), "slot"], select(*anew.c, literal(0))))
    return wrong


def differences(session: Session, *counted: Numbers) -> list[Wrong]:
    """Return each number that is not what the owners ``counted``, by consultation, subject, name and activity."""
    kept = select(*_KEY, Tally.value.label("kept"), literal(0).label("counted"))
    rows = _of_all(counted)
    found = select(*(rows.c[column.key] for column in _KEY), literal(0), rows.c.value)
    both = union_all(kept, found).subquery()
    key = tuple(both.c[column.key] for column in _KEY)
    sums = (cast(func.sum(both.c.kept), BigInteger), cast(func.sum(both.c.counted), BigInteger))
    query = select(*key, *sums).group_by(*key).having(sums[0] != sums[1]).order_by(*key)
    return [Wrong._make(row) for row in session.execute(query)]


def _slot(session: Session) -> int:
    """Return where a transaction adds; where one alone writes at a time, all add in one place."""
    if session.get_bind().dialect.name == "sqlite":
        return 0
    slot: int = session.info.setdefault("slot", secrets.randbelow(SLOTS))
    return slot


def _of_all(counted: Iterable[Numbers]) -> Subquery:
    return union_all(*(query for owner in counted for query in owner)).subquery()


def grouped(
    of: SQLColumnExpression[int], within: SQLColumnExpression[int], subject: SQLColumnExpression[str],
    name: SQLColumnExpression[Any], condition: ColumnElement[bool],
) -> Select[*tuple[Any, ...]]:  # fmt: skip
    """Return the query for how many rows a consultation has by activity, subject and name, where a condition holds."""
    rows: Select[*tuple[Any, ...]] = select(
        of.label("consultation_id"),
        within.label("activity_id"),
        subject.label("subject"),
        name.label("name"),
    ).where(condition)
    each = rows.subquery()
    return select(*each.c, func.count().label("value")).group_by(*each.c)
