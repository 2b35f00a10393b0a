"""The drafts of consultations that were discarded: those that can be brought back, and those that are cleared away."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation


def newly_discarded(
    session: Session, *, organisation_ids: Iterable[int], since: datetime
) -> Sequence[Consultation]:
    """Return the drafts of these bodies that were discarded since a moment, the latest first."""
    query = (
        select(Consultation)
        .where(Consultation.organisation_id.in_(list(organisation_ids)), Consultation.discarded_at > since)
        .order_by(Consultation.discarded_at.desc(), Consultation.id.desc())
    )
    return session.scalars(query).all()


def late_discarded(session: Session, *, until: datetime) -> Sequence[int]:
    """Return the ids of the drafts that were discarded until a moment and still have their words, by id."""
    query = (
        select(Consultation.id)
        .where(Consultation.discarded_at <= until, Consultation.title_ar != "")
        .order_by(Consultation.id)
    )
    return session.scalars(query).all()
