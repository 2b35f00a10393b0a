"""The moments of every consultation that the factories make."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

DRAFTED = datetime(2026, 3, 1, 9, tzinfo=UTC)
ANNOUNCED = DRAFTED + timedelta(hours=1)
BEFORE = ANNOUNCED + timedelta(days=2)
OPENS = datetime(2026, 3, 22, 6, tzinfo=UTC)
DURING = OPENS + timedelta(days=5)
CLOSES = OPENS + timedelta(days=28)
AFTER = CLOSES + timedelta(days=3)
ANSWERED = CLOSES + timedelta(days=30)
LATER = ANSWERED + timedelta(days=7)

TICK = timedelta(microseconds=1)
