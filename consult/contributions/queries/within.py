"""Which contributions everybody may read, by their ids: for maps of the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, Status


def shown_within(session: Session, *, ids: range, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Yield reference and the moment of its last decision of what is shown of these ids, by id, as they are read."""
    query = (
        select(Contribution.reference, Contribution.status_at)
        .join(Consultation)
        .where(
            Contribution.id.between(ids.start, ids.stop - 1),
            Contribution.status == Status.PUBLISHED,
            Consultation.announced_at <= now,
        )
    )
    ordered = query.order_by(Contribution.id).execution_options(yield_per=1000)
    yield from session.execute(ordered)


def highest_id(session: Session) -> int:
    """Return the highest id of a contribution, 0 where there is none."""
    return session.scalar(select(func.max(Contribution.id))) or 0
