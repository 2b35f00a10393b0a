"""Writing to the record log, and handing out references."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.record.models import LogEntry, ReferenceNumber


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
