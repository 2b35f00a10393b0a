"""Words of adopted commitments that were changed, read in their order; and whether words are adopted."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from consult.plans.models import Commitment, Reworded, Rewording
from consult.plans.queries.held import were_adopted


def words_were_adopted(session: Session, *, commitment_id: int) -> bool:
    """Whether the words of a commitment were adopted, also where that was taken back since: they need a reason."""
    query = select(Commitment.id).where(Commitment.id == commitment_id, were_adopted(_COMMITTED.c.id))
    return session.scalar(query) is not None


def last_rewording(
    session: Session, *, commitment_id: int, kind: Reworded, milestone_id: int | None
) -> Rewording | None:
    """Return the last change of these words of a commitment, or of a milestone of it; None where there was none."""
    query = select(Rewording).where(
        Rewording.commitment_id == commitment_id,
        Rewording.kind == kind.value,
        Rewording.milestone_id == milestone_id,
    )
    return session.scalars(query.order_by(Rewording.id.desc()).limit(1)).one_or_none()


def rewordings_of_milestone(session: Session, *, milestone_id: int) -> Sequence[Rewording]:
    """Return every change of what a milestone is called and delivers, oldest first."""
    query = select(Rewording).where(Rewording.milestone_id == milestone_id)
    return session.scalars(query.order_by(Rewording.id)).all()


_COMMITTED = inspect(Commitment).local_table
