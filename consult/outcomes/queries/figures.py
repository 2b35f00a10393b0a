"""Counting for the closing figures of an outcome, and those who are told of it. What came late is counted elsewhere."""

from __future__ import annotations

from typing import NamedTuple

from sqlalchemy import exists, func, select, tuple_
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.outcomes.models import Outcome, Placement


class Heard(NamedTuple):
    """How many voices have this status, came late or in time, and take this stance."""

    status: str
    late: bool
    stance: str | None
    number: int


def heard(session: Session, *, consultation_id: int) -> list[Heard]:
    """Return the voices of a consultation counted, in one pass through an index."""
    kinds = (Contribution.status, Contribution.late, Contribution.stance)
    query = (
        select(*kinds, func.count())
        .where(Contribution.consultation_id == consultation_id, Contribution.counts_as_voice)
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [Heard._make(row) for row in session.execute(query)]


def organisations(session: Session, *, consultation_id: int) -> tuple[int, int]:
    """Return for how many organisations something was said in time that is shown, and how many voices that were."""
    of = Contribution.organisation_id
    query = (
        select(func.count(of.distinct()), func.count(of))
        .where(Contribution.consultation_id == consultation_id, of.is_not(None))
        .where(Contribution.status == Status.PUBLISHED)
        .where(Contribution.counts_as_voice, Contribution.late.is_(False))
    )
    bodies, voices = session.execute(query).one()
    return bodies, voices


def contributors(
    session: Session, *, outcome: Outcome, after_id: int, limit: int
) -> list[tuple[int, int | None]]:
    """Return the first ``limit`` voices after ``after_id`` that have a place in an outcome, each with its author's id.

    The author of what was erased is None.
    """
    has_place = exists().where(
        Placement.contribution_id == Contribution.id, Placement.counts_in(outcome.number)
    )
    # One range of an index: by the primary key, PostgreSQL would walk through what was said before elsewhere.
    of, key = outcome.consultation_id, (Contribution.consultation_id, Contribution.id)
    query = (
        select(Contribution.id, Contribution.author_id)
        .where(tuple_(*key) > (of, after_id), Contribution.consultation_id <= of, has_place)
        .order_by(*key)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in session.execute(query)]
