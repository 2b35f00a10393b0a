"""Reading the record log."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.orm import LARGEST_ID
from consult.record.models import LogEntry


def of_kind(
    session: Session, *, kind: str, before_id: int | None = None, limit: int = 50
) -> Sequence[LogEntry]:
    """Return entries of one kind, newest first, those before ``before_id``."""
    given = {"kind": kind, "before": before_id or LARGEST_ID, "limit": limit}
    return session.scalars(_OF_KIND, given).all()


# Built once: building a statement costs more than sending it.
_OF_KIND = (
    select(LogEntry)
    .where(LogEntry.kind == bindparam("kind"), LogEntry.id < bindparam("before"))
    .order_by(LogEntry.id.desc())
    .limit(bindparam("limit"))
)
