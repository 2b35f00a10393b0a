"""A contribution with all that pages and services ask of it, and all of them, some at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import Session, joinedload

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Status

# As many as a page of a list shows.
PAGE = 20


def whole() -> Select[Contribution]:
    """Return the query for contributions, each with the words that stand, its consultation and who spoke."""
    return select(Contribution).options(
        joinedload(Contribution.consultation).joinedload(Consultation.organisation),
        joinedload(Contribution.organisation),
    )


def stream(session: Session, *, consultation_id: int, batch: int = 500) -> Iterator[Contribution]:
    """Yield all contributions of a consultation, oldest first, reading ``batch`` at a time."""
    for rows in _batches(session, whole().where(Contribution.consultation_id == consultation_id), batch):
        yield from rows


def in_batches(session: Session, *, batch: int = 500) -> Iterator[Sequence[Contribution]]:
    """Yield every contribution that was not erased, oldest first, ``batch`` at a time."""
    return _batches(session, select(Contribution).where(Contribution.status != Status.ERASED), batch)


def _batches(session: Session, query: Select[Contribution], batch: int) -> Iterator[Sequence[Contribution]]:
    last = 0
    while rows := session.scalars(
        query.where(Contribution.id > last).order_by(Contribution.id).limit(batch)
    ).all():
        yield rows
        last = rows[-1].id
        session.expunge_all()
