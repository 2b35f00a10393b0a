"""Reading the reasons that the moderators of a body keep ready."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.moderation.models import ReasonTemplate


def ready(session: Session, *, organisation_id: int) -> Sequence[ReasonTemplate]:
    """Return what a body's moderators keep ready, by rule, what is for no rule last, then the oldest first."""
    query = select(ReasonTemplate).where(
        ReasonTemplate.organisation_id == organisation_id, ReasonTemplate.withdrawn_at.is_(None)
    )
    order = func.coalesce(ReasonTemplate.rule, 1000)
    return session.scalars(query.order_by(order, ReasonTemplate.id)).all()


def by_id(
    session: Session, *, organisation_id: int, template_id: int, hold: bool = False
) -> ReasonTemplate | None:
    """Return one of a body's reasons that was not withdrawn, or None; ``hold`` locks it."""
    query = select(ReasonTemplate).where(
        ReasonTemplate.organisation_id == organisation_id, ReasonTemplate.id == template_id,
        ReasonTemplate.withdrawn_at.is_(None),
    )  # fmt: skip
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()
