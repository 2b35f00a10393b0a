"""Counting for the closing figures of an outcome, and those who are told of it. What came late is counted elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.outcomes.models import OutcomePlacement


def stances(session: Session, *, consultation_id: int) -> dict[str, int]:
    """Return how many voices that came in time and are shown take each stance."""
    query = (
        select(Contribution.stance, func.count())
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.counts_as_voice, Contribution.late.is_(False))
        .group_by(Contribution.stance)
    )
    return {stance: number for stance, number in session.execute(query) if stance is not None}


def organisations(session: Session, *, consultation_id: int) -> tuple[int, int]:
    """Return for how many organisations something was said in time that is shown, and how many voices that were."""
    query = (
        select(func.count(Contribution.organisation_id.distinct()), func.count(Contribution.organisation_id))
        .where(Contribution.consultation_id == consultation_id, Contribution.status == Status.PUBLISHED)
        .where(Contribution.counts_as_voice, Contribution.late.is_(False))
    )
    heard, voices = session.execute(query).one()
    return heard, voices


def contributors(session: Session, *, outcome_id: int) -> Sequence[int]:
    """Return the ids of those whose words have a place in an outcome, by id."""
    query = (
        select(Contribution.author_id)
        .join(OutcomePlacement, OutcomePlacement.contribution_id == Contribution.id)
        .where(OutcomePlacement.outcome_id == outcome_id, Contribution.author_id.is_not(None))
        .distinct()
        .order_by(Contribution.author_id)
    )
    return [author_id for author_id in session.scalars(query) if author_id is not None]
