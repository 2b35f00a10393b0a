"""The holidays of a year, each with what may be done with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import url_for
from sqlalchemy.orm import Session

from consult.holidays import queries
from consult.holidays.models import Day
from consult.holidays.policies import is_weekend
from consult.web import dates
from consult.web.rendering import localized


@dataclass(frozen=True, slots=True)
class HolidayRow:
    """A holiday in the list; ``put_back_url`` for one that was removed, the others for those that stand."""

    anchor: str
    day: str
    name: str
    source: str
    expected: bool
    weekend: bool
    removed: bool
    edit_url: str
    remove_url: str
    put_back_url: str


@dataclass(frozen=True, slots=True)
class Year:
    """A year of which holidays are known, and whether it is the one that is shown."""

    number: int
    url: str
    here: bool


@dataclass(frozen=True, slots=True)
class ListPage:
    """The holidays of ``year``, those that were removed after the others."""

    year: int
    years: list[Year]
    rows: list[HolidayRow]
    removed: list[HolidayRow]


@dataclass(frozen=True, slots=True)
class HolidayPage:
    """The form of a holiday; ``name`` None for a new one."""

    action: str
    name: str | None
    list_url: str


def list_page(session: Session, year: int) -> ListPage:
    """Return the holidays of a year by their day."""
    known = sorted({*queries.years(session), year})
    found = queries.all_between(session, first=date(year, 1, 1), last=date(year, 12, 31)).values()
    return ListPage(
        year=year,
        years=[Year(each, url_for("desk.holidays", year=each), each == year) for each in known],
        rows=[_row(each) for each in found if not each.removed],
        removed=[_row(each) for each in found if each.removed],
    )


def holiday_page(holiday: Day | None) -> HolidayPage:
    """Return what stands around the form of a holiday, None for a new one."""
    if holiday is None:
        return HolidayPage(url_for("desk.new_holiday"), None, url_for("desk.holidays"))
    action = url_for("desk.edit_holiday", day=holiday.day.isoformat())
    return HolidayPage(action, localized(holiday, "name"), url_for("desk.holidays", year=holiday.day.year))


def _row(holiday: Day) -> HolidayRow:
    day = holiday.day.isoformat()
    return HolidayRow(
        anchor=f"day-{day}",
        day=dates.day(holiday.day, weekday=True),
        name=localized(holiday, "name"),
        source=localized(holiday, "source"),
        expected=holiday.expected,
        weekend=is_weekend(holiday.day),
        removed=holiday.removed,
        edit_url=url_for("desk.edit_holiday", day=day),
        remove_url=url_for("desk.remove_holiday", day=day),
        put_back_url=url_for("desk.put_back_holiday", day=day),
    )
