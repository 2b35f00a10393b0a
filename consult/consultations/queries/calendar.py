"""The holidays that fall into the time in which a consultation is open."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.holidays.models import Day
from consult.holidays.queries import between


def holidays_while_open(
    session: Session, *, opens_at: datetime, closes_at: datetime, time_zone: str
) -> dict[date, Day]:
    """Return the holidays from the day of the opening to that of the closing, both included, by the site's clock."""
    zone = ZoneInfo(time_zone)
    return between(session, first=opens_at.astimezone(zone).date(), last=closes_at.astimezone(zone).date())
