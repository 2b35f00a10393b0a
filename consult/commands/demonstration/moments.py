"""The moments that the content gives: dates as they are, or days before and after the day of loading."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

# "-9 18:42": nine days before the day of loading, at that hour of the clock.
_RELATIVE = re.compile(r"([+-]\d+) (\d\d:\d\d)")
_DAY = timedelta(days=1)
# Offices work from Sunday to Thursday.
_FRIDAY, _SATURDAY = 4, 5


class Moments:
    """The moments of a loading at ``now``, by the clocks of ``zone``."""

    def __init__(self, now: datetime, zone: str) -> None:
        self.now = now
        self.zone = ZoneInfo(zone)

    def of(self, given: str) -> datetime:
        """Return the moment that people choose, on any day of the week."""
        relative = _RELATIVE.fullmatch(given)
        if relative is None:
            return datetime.fromisoformat(given)
        return self._at(self._day(int(relative[1])), relative[2])

    def working(self, given: str) -> datetime:
        """Return the moment that an office chooses: a past one falls on the working day before, a coming one after."""
        relative = _RELATIVE.fullmatch(given)
        if relative is None:
            return datetime.fromisoformat(given)
        days = int(relative[1])
        day = self._day(days)
        while day.weekday() in {_FRIDAY, _SATURDAY}:
            day += _DAY if days > 0 else -_DAY
        return self._at(day, relative[2])

    def day_before(self, given: str, days: int) -> date:
        """Return the day so many days before a moment."""
        return self.of(given).astimezone(self.zone).date() - days * _DAY

    def _day(self, days: int) -> date:
        return self.now.astimezone(self.zone).date() + days * _DAY

    def _at(self, day: date, clock: str) -> datetime:
        return datetime.combine(day, time.fromisoformat(clock), self.zone)
