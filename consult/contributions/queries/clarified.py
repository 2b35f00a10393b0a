"""Reading the asking body's own words in its consultation."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Kind
from consult.contributions.queries.whole import PAGE, whole

# Written out, so that both engines see that the index of clarifications serves.
_OWN = Contribution.kind == literal_column(f"'{Kind.CLARIFICATION.value}'")
_COUNT = (
    select(func.count())
    .select_from(Contribution)
    .where(Contribution.consultation_id == bindparam("consultation"), _OWN)
)


def clarifications(
    session: Session, *, consultation_id: int, before_id: int | None = None, limit: int = PAGE
) -> Sequence[Contribution]:
    """Return the asking body's own words in a consultation, newest first, those before ``before_id``."""
    query = whole().where(Contribution.consultation_id == consultation_id, _OWN)
    if before_id is not None:
        query = query.where(Contribution.id < before_id)
    return session.scalars(query.order_by(Contribution.id.desc()).limit(limit)).all()


def clarification_count(session: Session, *, consultation_id: int) -> int:
    """Return how many clarifications there are in a consultation, hidden ones included."""
    return session.scalar(_COUNT, {"consultation": consultation_id}) or 0


def clarifications_of(session: Session, *, parent_id: int) -> Sequence[str]:
    """Return the references of the clarifications that answer a contribution, oldest first."""
    query = select(Contribution.reference).where(
        Contribution.parent_id == parent_id, ~Contribution.counts_as_voice
    )
    return session.scalars(query.order_by(Contribution.id)).all()
