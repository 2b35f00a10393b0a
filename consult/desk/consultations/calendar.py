"""Dates that keep clear of weekends and holidays: what is proposed, and what is said where another was chosen."""

from __future__ import annotations

from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy.orm import Session

from consult.holidays.models import Day
from consult.holidays.policies import is_weekend, working_day
from consult.holidays.queries import between
from consult.web import dates
from consult.web.rendering import localized

# Longer than any row of holidays and weekends.
_AHEAD = timedelta(days=30)


def proposed(session: Session, moment: datetime, clock: tuple[int, int]) -> datetime:
    """Return the day of ``moment``, or the first working day after it, at ``clock`` in the site's time."""
    wall = dates.local(moment)
    day = working_day(wall.date(), between(session, first=wall.date(), last=wall.date() + _AHEAD))
    return wall.replace(
        year=day.year, month=day.month, day=day.day, hour=clock[0], minute=clock[1], second=0, microsecond=0
    )


def notes_on(
    session: Session, *, opens_at: datetime | None = None, closes_at: datetime | None = None
) -> list[str]:
    """Return what to look at again: an opening or a closing on a day on which nobody works."""
    notes = []
    if opens_at is not None and (day := _day_off(session, opens_at)):
        notes.append(str(_("The opening falls on %(day)s: %(why)s.", day=day[0], why=day[1])))
    if closes_at is not None and (day := _day_off(session, closes_at)):
        notes.append(str(_("The closing falls on %(day)s: %(why)s.", day=day[0], why=day[1])))
    return notes


def _day_off(session: Session, moment: datetime) -> tuple[str, str] | None:
    """Return a day on which nobody works, in words, and why; None for any other day."""
    day = dates.local(moment).date()
    holiday = between(session, first=day, last=day).get(day)
    if holiday is None and not is_weekend(day):
        return None
    return dates.day(day, weekday=True), _why(holiday)


def _why(holiday: Day | None) -> str:
    if holiday is None:
        return str(_("a weekend"))
    name = localized(holiday, "name")
    return str(_("%(name)s, as expected so far", name=name)) if holiday.expected else name
