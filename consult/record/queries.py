"""Reading the record log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.record.models import LogEntry


def of_kind(
    session: Session, *, kind: str, before_id: int | None = None, limit: int = 50
) -> Sequence[LogEntry]:
    """Return entries of one kind, newest first, those before ``before_id``."""
    query = select(LogEntry).where(LogEntry.kind == kind)
    if before_id is not None:
        query = query.where(LogEntry.id < before_id)
    return session.scalars(query.order_by(LogEntry.id.desc()).limit(limit)).all()
