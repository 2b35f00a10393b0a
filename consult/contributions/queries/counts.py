"""How many voices there are, as that is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from sqlalchemy import BigInteger, bindparam, cast, func, inspect, select
from sqlalchemy.orm import Session

from consult.contributions.models import Channel, Contribution, Status
from consult.tallies.models import ALL, Tally
from consult.tallies.queries import tallies

# What is counted there, beside stances and choices.
VOICES, CLARIFIED = "voices", "clarified"
# About what the voices are counted by the way on which they came, where that is another than this site.
CHANNELS = "channels"


def counts_by_status(session: Session, *, consultation_id: int) -> Counter[str]:
    """Return how many voices have each status, as they are kept."""
    rows = session.execute(_ALL, {"consultation": consultation_id})
    return Counter({name: value for name, value in rows if value > 0})


def published_count(session: Session, *, consultation_ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices are shown in each of these consultations, as they are kept."""
    kept = tallies(session, consultation_ids=consultation_ids, subjects=[ALL])
    return {of: counts[Status.PUBLISHED] for (of, _all), counts in kept.items() if counts[Status.PUBLISHED]}


def counts_of_both(session: Session, *, consultation_id: int) -> tuple[Counter[str], dict[str, int]]:
    """Return how many voices have each status, and how many that are shown came on each other way than this site.

    Both as they are kept; the ways in the order in which they are named, without those on which none came.
    """
    kept = tallies(session, consultation_ids=[consultation_id], subjects=[ALL, CHANNELS])
    by_status, numbers = (kept.get((consultation_id, each), Counter[str]()) for each in (ALL, CHANNELS))
    return by_status, {each.value: numbers[each.value] for each in Channel if numbers[each.value]}


def published_by_organisation(session: Session, *, ids: Iterable[int]) -> dict[int, int]:
    """Return how many voices that are shown each of these organisations raised, by its id."""
    rows = session.execute(_OF_EACH, {"organisations": list(ids)})
    return {row[0]: row[1] for row in rows if row[0] is not None}


# Built once: building a statement costs more than sending it.
_KEPT = inspect(Tally).local_table.c
_ALL = (
    select(_KEPT.name, cast(func.sum(_KEPT.value), BigInteger))
    .where(_KEPT.consultation_id == bindparam("consultation"), _KEPT.subject == ALL)
    .group_by(_KEPT.name)
    .order_by(_KEPT.name)
)
_OF_EACH = (
    select(Contribution.organisation_id, func.count())
    .where(Contribution.organisation_id.in_(bindparam("organisations", expanding=True)))
    .where(Contribution.status == Status.PUBLISHED, Contribution.counts_as_voice)
    .group_by(Contribution.organisation_id)
)
