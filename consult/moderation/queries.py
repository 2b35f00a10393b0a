"""Reading the moderation log and queue."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.contributions.models import Contribution
from consult.moderation.models import ModerationDecision


def log(session: Session, *, before_id: int | None = None, limit: int = 50) -> Sequence[ModerationDecision]:
    """Return decisions with their contributions, newest first, those before ``before_id``."""
    query = select(ModerationDecision).options(joinedload(ModerationDecision.contribution))
    if before_id is not None:
        query = query.where(ModerationDecision.id < before_id)
    return session.scalars(query.order_by(ModerationDecision.id.desc()).limit(limit)).all()


def latest(session: Session, *, contribution_ids: Iterable[int]) -> dict[int, ModerationDecision]:
    """Return the last decision on each of these contributions, keyed by contribution id."""
    query = (
        select(ModerationDecision)
        .where(ModerationDecision.contribution_id.in_(list(contribution_ids)))
        .order_by(ModerationDecision.id)
    )
    return {row.contribution_id: row for row in session.scalars(query)}


def of_contribution(session: Session, *, contribution_id: int) -> Sequence[ModerationDecision]:
    """Return all decisions on a contribution, oldest first."""
    query = select(ModerationDecision).where(ModerationDecision.contribution_id == contribution_id)
    return session.scalars(query.order_by(ModerationDecision.id)).all()


def queue(
    session: Session,
    *,
    consultation_id: int,
    status: str | None = None,
    before_id: int | None = None,
    limit: int = 50,
) -> Sequence[Contribution]:
    """Return a consultation's contributions for the moderator, replies included, newest first."""
    query = (
        select(Contribution)
        .options(joinedload(Contribution.organisation), joinedload(Contribution.consultation))
        .where(Contribution.consultation_id == consultation_id)
    )
    if status is not None:
        query = query.where(Contribution.status == status)
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()
