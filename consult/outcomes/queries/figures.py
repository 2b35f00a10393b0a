"""Counting for the closing figures of an outcome, and those who are told of it. What came late is counted elsewhere."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from sqlalchemy import Integer, Subquery, case, exists, func, literal_column, select, tuple_, union
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Letter, Revision, Status
from consult.outcomes.models import Outcome, Placement


class Heard(NamedTuple):
    """How many voices have this status, and came late or in time."""

    status: str
    late: bool
    number: int


def heard(session: Session, *, consultation_id: int) -> list[Heard]:
    """Return the voices of a consultation counted, in one pass through an index."""
    kinds = (Contribution.status, Contribution.late)
    query = (
        select(*kinds, func.count())
        .where(Contribution.consultation_id == consultation_id, Contribution.counts_as_voice)
        .group_by(*kinds)
        .order_by(*kinds)
    )
    return [Heard._make(row) for row in session.execute(query)]


def stances(session: Session, *, consultation_id: int) -> dict[str, int]:
    """Return how many of the voices that came in time and are shown take each stance, by its name.

    All that was ever said is counted from an index of its own, and what does not count taken off again: joined voice by
    voice, it would take ten times as long. A clarification takes no stance.
    """
    taken = (
        select(Revision.stance, func.count()).where(Revision.stance.is_not(None)).group_by(Revision.stance)
    )
    ever = taken.where(Revision.consultation_id == consultation_id)
    voice = _uncounted(consultation_id).c
    uncounted = taken.where(Revision.contribution_id == voice.id, Revision.number != voice.counted)
    numbers: Counter[str] = Counter()
    for query, sign in ((ever, 1), (uncounted, -1)):
        for stance, number in session.execute(query.order_by(Revision.stance)):
            numbers[str(stance)] += sign * number
    return {stance: number for stance, number in numbers.items() if number}


def _uncounted(consultation_id: int) -> Subquery:
    """Return the few voices of which not all was counted that was said, and the number of what counts (0: nothing).

    They are not shown, came late, or were said anew: each a range of an index.
    """
    status, number = Contribution.status, Contribution.revision_number
    counts = case(
        ((status == Status.PUBLISHED) & ~Contribution.late, number), else_=literal_column("0", Integer())
    )
    ranges = (
        status < Status.PUBLISHED,
        status > Status.PUBLISHED,
        (status == Status.PUBLISHED) & Contribution.late,
        # Written out, so that both engines see that the index of these serves.
        number > literal_column("1", Integer()),
    )
    voices = select(Contribution.id.label("id"), counts.label("counted"))
    voices = voices.where(Contribution.consultation_id == consultation_id)
    return union(*(voices.where(among) for among in ranges)).subquery()


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


def channels(session: Session, *, consultation_id: int) -> dict[str, int]:
    """Return how many voices that came in time and are shown were keyed in, by the way on which they came."""
    query = (
        select(Contribution.channel, func.count())
        .join(Letter, Letter.contribution_id == Contribution.id)
        .where(Letter.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.late.is_(False))
        .group_by(Contribution.channel)
        .order_by(Contribution.channel)
    )
    return {row[0]: row[1] for row in session.execute(query)}


def number_of_contributors(session: Session, *, consultation_id: int, number: int) -> int:
    """Return how many people have a voice with a place in outcome ``number``, as it would be published now."""
    has_place = exists().where(Placement.contribution_id == Contribution.id, Placement.counts_in(number))
    query = select(func.count(Contribution.author_id.distinct()))
    return session.scalar(query.where(Contribution.consultation_id == consultation_id, has_place)) or 0


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
