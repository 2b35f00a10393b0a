"""The time now, and how a moment is written. Nothing else asks the machine for it, so that a test can hold it still."""

from __future__ import annotations

from datetime import UTC, datetime


def in_utc(moment: datetime) -> str:
    """Return a moment to the second in UTC, as seals and open files write it: 2026-03-22T06:00:00Z."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def now() -> datetime:
    """Return this moment, aware, in UTC."""
    return datetime.now(UTC)
