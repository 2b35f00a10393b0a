"""What a body has to do with: the commitments that it leads or supports now."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from consult.plans.models import BodyRole, Commitment, CommitmentBody


def led_by(session: Session, *, organisation_id: int) -> Sequence[Commitment]:
    """Return the commitments that a body leads now, shown or not, by id, each with its plan."""
    query = select(Commitment).where(Commitment.lead_id == organisation_id)
    return session.scalars(query.options(selectinload(Commitment.plan)).order_by(Commitment.id)).all()


def supported_by(session: Session, *, organisation_id: int) -> Sequence[Commitment]:
    """Return the commitments that a body supports now, shown or not, by id, each with its plan."""
    newest = (
        select(
            CommitmentBody.commitment_id,
            CommitmentBody.holds,
            func.row_number()
            .over(
                partition_by=CommitmentBody.commitment_id,
                order_by=(
                    CommitmentBody.happened_on.desc().nulls_last(),
                    CommitmentBody.recorded_at.desc(),
                    CommitmentBody.id.desc(),
                ),
            )
            .label("place"),
        )
        .where(
            CommitmentBody.organisation_id == organisation_id,
            CommitmentBody.role == BodyRole.SUPPORTING.value,
        )
        .subquery()
    )
    query = select(Commitment).join(newest, newest.c.commitment_id == Commitment.id)
    query = query.where(newest.c.place == 1, newest.c.holds.is_(True)).options(selectinload(Commitment.plan))
    return session.scalars(query.order_by(Commitment.id)).all()
