"""Reading holidays: what the desk says of a day, else what was shipped for it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.holidays.models import COUNTRY, Day, Holiday
from consult.holidays.models.jordan import SHIPPED


def between(session: Session, *, first: date, last: date) -> dict[date, Day]:
    """Return the holidays from ``first`` to ``last``, both included, by their day, in its order."""
    return {
        day: each for day, each in all_between(session, first=first, last=last).items() if not each.removed
    }


def all_between(session: Session, *, first: date, last: date) -> dict[date, Day]:
    """Return the same with those that the desk removed."""
    found = {day: each for day, each in SHIPPED.items() if first <= day <= last}
    query = select(Holiday).where(Holiday.country == COUNTRY, Holiday.day.between(first, last))
    found |= {row.day: said(row) for row in session.scalars(query.order_by(Holiday.day))}
    return dict(sorted(found.items()))


def on_day(session: Session, day: date) -> Day | None:
    """Return the holiday of a day, removed or not; None where there never was one."""
    return all_between(session, first=day, last=day).get(day)


def lock(session: Session, day: date) -> Holiday | None:
    """Return what the desk says of a day, read anew and held until the transaction ends."""
    query = select(Holiday).where(Holiday.country == COUNTRY, Holiday.day == day).with_for_update()
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def years(session: Session) -> list[int]:
    """Return the years of which holidays are known, in their order."""
    kept = session.scalars(select(Holiday.day).where(Holiday.country == COUNTRY).order_by(Holiday.day))
    return sorted({day.year for day in (*SHIPPED, *kept)})


def said(row: Holiday) -> Day:
    """Return what a row says of its day."""
    return Day(
        row.day, row.name_ar, row.name_en, row.source_ar, row.source_en, expected=row.expected, removed=row.removed
    )  # fmt: skip
