"""The texts of a plan's commitments."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.plans.models import Commitment, Plan


def text_ids_of_plans(session: Session, *, slugs: Iterable[str]) -> list[int]:
    """Return the ids of the texts of these plans' commitments, in order."""
    query = select(Commitment.text_id).join(Plan).where(Plan.slug.in_(list(slugs)))
    return list(session.scalars(query.order_by(Commitment.text_id)))
