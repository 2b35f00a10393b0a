"""Consultations that wait for their answer: those that are closed, with the day by which they are to be answered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import bindparam, case, func, inspect, select
from sqlalchemy.orm import Session

from consult.accounts.models import organisation_scope
from consult.consultations.models import Consultation
from consult.consultations.queries.states import is_in
from consult.organisations.models import Organisation
from consult.orm import UtcDateTime
from consult.shared.state import State

# So long before its day an answer is due.
DUE_AHEAD = timedelta(days=14)


class DueAnswer(NamedTuple):
    """A consultation whose answer is due soon, or late, with the body that owes it."""

    slug: str
    title_ar: str
    title_en: str
    answer_due_at: datetime
    body: str
    name_ar: str
    name_en: str

    @property
    def scope(self) -> str:
        """The scope of the body that owes it."""
        return organisation_scope(self.body)


class DueAnswers(NamedTuple):
    """How many answers are due or late, how many of them are late, and the first of them."""

    number: int
    late: int
    rows: list[DueAnswer]


def answers_due(
    session: Session, *, now: datetime, bodies: Iterable[str] | None = None, limit: int
) -> DueAnswers:
    """Return the answers that are due soon or late, the latest first, of the bodies of these slugs or of all."""
    given: dict[str, Any] = {"now": now, "until": now + DUE_AHEAD, "limit": limit}
    query = _DUE
    if bodies is not None:
        query, given["bodies"] = _DUE_OF, list(bodies)
    rows = session.execute(query, given).all()
    if not rows:
        return DueAnswers(0, 0, [])
    return DueAnswers(rows[0].number, rows[0].late, [DueAnswer._make(row[:-2]) for row in rows])


def late_answers(session: Session, *, now: datetime) -> dict[int, int]:
    """Return how many answers of each body are late, by the body's id."""
    return {row[0]: row[1] for row in session.execute(_LATE, {"now": now})}


# Built once: building a statement costs more than sending it.
_NOW = bindparam("now", type_=UtcDateTime())
_ASKED, _BODY = inspect(Consultation).local_table, inspect(Organisation).local_table
_IS_LATE = _ASKED.c.answer_due_at < _NOW
_DUE = (
    select(
        _ASKED.c.slug, _ASKED.c.title_ar, _ASKED.c.title_en, _ASKED.c.answer_due_at, _BODY.c.slug, _BODY.c.name_ar,
        _BODY.c.name_en,
        func.count().over().label("number"), func.sum(case((_IS_LATE, 1), else_=0)).over().label("late"),
    )
    .join_from(_ASKED, _BODY, _BODY.c.id == _ASKED.c.organisation_id)
    .where(is_in(State.CLOSED, _NOW), _ASKED.c.answer_due_at <= bindparam("until", type_=UtcDateTime()))
    .order_by(_ASKED.c.answer_due_at, _ASKED.c.id)
    .limit(bindparam("limit"))
)  # fmt: skip
_DUE_OF = _DUE.where(_BODY.c.slug.in_(bindparam("bodies", expanding=True)))
_LATE = (
    select(_ASKED.c.organisation_id, func.count())
    .where(is_in(State.CLOSED, _NOW), _IS_LATE)
    .group_by(_ASKED.c.organisation_id)
    .order_by(_ASKED.c.organisation_id)
)
