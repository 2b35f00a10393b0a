"""Keeping holidays at the desk: each change is a row over what was shipped, and an entry in the log."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import date, datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.holidays import queries
from consult.holidays.errors import HolidayThereError
from consult.holidays.models import COUNTRY, Day, Holiday
from consult.holidays.models.jordan import SHIPPED
from consult.holidays.policies import may_keep
from consult.orm import insert_if_new
from consult.record.services import append
from consult.shared.errors import NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean_title

MOST = 120
MOST_SOURCE = 300
WORDS = ("name_ar", "name_en", "source_ar", "source_en")


def keep_holiday(
    session: Session, *, actor: Actor, now: datetime, holiday: Day, was: date | None = None
) -> None:
    """Add a holiday, or change the one of the day ``was``, which may move. Raises DomainError at its field."""
    _require(actor)
    holiday = _tidied(holiday)
    raise_any(
        problems_of_words({name: getattr(holiday, name) for name in WORDS[:2]}, most=MOST)
        + problems_of_words({name: getattr(holiday, name) for name in WORDS[2:]}, most=MOST_SOURCE)
    )
    before = _held(session, actor, now, was) if was is not None else None
    if was is not None and (before is None or before.removed):
        raise NotFoundError
    there = before if was == holiday.day else _held(session, actor, now, holiday.day)
    if there is not before and there is not None and not there.removed:
        raise HolidayThereError
    if before is not None and there is not before:
        _write(session, actor, now, replace(queries.said(before), removed=True), before)
    _write(session, actor, now, holiday, there)
    _publish(session, actor, now, "holiday-changed" if before else "holiday-added", holiday, was)


def remove_holiday(session: Session, *, actor: Actor, now: datetime, day: date) -> None:
    """Take a holiday away; it can be put back. Removing it again changes nothing."""
    _remove(session, actor, now, day, removed=True)


def put_back_holiday(session: Session, *, actor: Actor, now: datetime, day: date) -> None:
    """Put a holiday back that was removed. Putting it back again changes nothing."""
    _remove(session, actor, now, day, removed=False)


def _remove(session: Session, actor: Actor, now: datetime, day: date, *, removed: bool) -> None:
    _require(actor)
    there = _held(session, actor, now, day)
    if there is None:
        raise NotFoundError
    if there.removed is not removed:
        holiday = replace(queries.said(there), removed=removed)
        _write(session, actor, now, holiday, there)
        _publish(session, actor, now, "holiday-removed" if removed else "holiday-put-back", holiday)


def _require(actor: Actor) -> None:
    if not may_keep(actor):
        raise NotFoundError


def _tidied(holiday: Day) -> Day:
    return replace(
        holiday, name_ar=clean_title(holiday.name_ar), name_en=clean_title(holiday.name_en),
        source_ar=clean_title(holiday.source_ar), source_en=clean_title(holiday.source_en), removed=False,
    )  # fmt: skip


def _held(session: Session, actor: Actor, now: datetime, day: date) -> Holiday | None:
    """Return the desk's row of a day, held; of a shipped day it is made first, so that whoever comes with us waits."""
    row = queries.lock(session, day)
    if row is None and day in SHIPPED:
        values = asdict(SHIPPED[day]) | {
            "country": COUNTRY,
            "changed_at": now,
            "changed_by_id": actor.user_id,
        }
        session.execute(insert_if_new(session, Holiday, "country", "day").values(values))
        row = queries.lock(session, day)
    return row


def _write(session: Session, actor: Actor, now: datetime, holiday: Day, row: Holiday | None) -> None:
    """Let the desk's row of a day say this; of two that write the first row of a day one is refused."""
    values = asdict(holiday) | {"changed_at": now, "changed_by_id": actor.user_id}
    if row is not None:
        for name, value in values.items():
            setattr(row, name, value)
        session.flush()
        return
    try:
        with session.begin_nested():
            session.add(Holiday(country=COUNTRY, **values))
            session.flush()
    except IntegrityError as taken:
        raise HolidayThereError from taken


def _publish(
    session: Session, actor: Actor, now: datetime, kind: str, holiday: Day, was: date | None = None
) -> None:
    roles = {role for role, _scope in actor.grants}
    role = Role.COORDINATOR if Role.COORDINATOR in roles else Role.ADMINISTRATOR
    details: dict[str, object] = {"name_ar": holiday.name_ar, "name_en": holiday.name_en}
    if was is not None and was != holiday.day:
        details["from"] = was.isoformat()
    append(
        session, now=now, kind=kind, subject=f"holiday/{holiday.day.isoformat()}", role=role.value, details=details
    )  # fmt: skip
