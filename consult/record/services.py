"""Writing to the record log, handing out references, and what is asked of the day of a fact."""

from __future__ import annotations

from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.record.models import LogEntry, ReferenceNumber
from consult.shared.errors import DomainError


def append(
    session: Session, *, now: datetime, kind: str, subject: str, role: str, details: dict[str, object]
) -> LogEntry:
    """Append a public act to the log and return it; ``details`` hold no personal data."""
    entry = LogEntry(at=now, kind=kind, subject=subject, role=role, details=details)
    session.add(entry)
    session.flush()
    return entry


def next_reference(session: Session, *, prefix: str, year: int, now: datetime) -> str:
    """Return a public reference such as ``V-2026-0418``; it is never handed out again."""
    number = ReferenceNumber(at=now)
    session.add(number)
    session.flush()
    return f"{prefix}-{year}-{number.id:04d}"


def check_day(day: date | None, now: datetime, zone: tzinfo, *, field: str = "happened_on") -> None:
    """Raise where a day is still to come by the clocks of ``zone``: the record says what happened."""
    if day is not None and day > now.astimezone(zone).date():
        raise DomainError("day-to-come", field=field)
