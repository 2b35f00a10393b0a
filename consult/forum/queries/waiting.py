"""What waits for whoever keeps the forum: minutes to publish, meetings to prepare, the next one to plan."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from sqlalchemy import bindparam, case, func, select
from sqlalchemy.orm import Session

from consult.forum.models import Agenda, Attendance, Meeting
from consult.forum.policies import MINUTES_DUE_DAYS, PREPARED_DAYS
from consult.texts.models import TextVersion


class Unminuted(NamedTuple):
    """A meeting that was held and whose minutes are not published."""

    slug: str
    title_ar: str
    title_en: str
    day: date


class Unprepared(NamedTuple):
    """A meeting to come soon, whether its agenda is published, and whether anybody was invited: not both."""

    slug: str
    title_ar: str
    title_en: str
    day: date
    agenda: bool
    invited: bool


class Found(NamedTuple):
    """How many there are, how many of them are late, and the first of them."""

    number: int
    late: int
    rows: list[Unminuted]


class Keeping(NamedTuple):
    """What waits: minutes, meetings to prepare (how many, the first), the day of the last one, and of the next."""

    minutes: Found
    to_prepare: tuple[int, list[Unprepared]]
    last: date | None
    next: date | None


def keeping(session: Session, *, today: date, limit: int) -> Keeping:
    """Return what waits for whoever keeps the forum, of each kind the first ``limit``."""
    last, following = session.execute(_LAST_AND_NEXT, {"today": today}).one()
    return Keeping(
        unminuted(session, today=today, limit=limit), unprepared(session, today=today, limit=limit), last, following
    )  # fmt: skip


def unminuted(session: Session, *, today: date, limit: int) -> Found:
    """Return the meetings before ``today`` whose minutes are not published, the earliest first."""
    given = {"today": today, "late": today - timedelta(days=MINUTES_DUE_DAYS), "limit": limit}
    rows = session.execute(_UNMINUTED, given).all()
    if not rows:
        return Found(0, 0, [])
    return Found(rows[0].number, rows[0].late, [Unminuted._make(row[:-2]) for row in rows])


def unprepared(session: Session, *, today: date, limit: int) -> tuple[int, list[Unprepared]]:
    """Return how many meetings of the next days have no agenda or no invitations, and the soonest of them."""
    given = {"today": today, "until": today + timedelta(days=PREPARED_DAYS), "limit": limit}
    rows = session.execute(_UNPREPARED, given).all()
    return (rows[0].number if rows else 0), [Unprepared._make(row[:-1]) for row in rows]


# Built once: building a statement costs more than sending it.
_STANDING = Meeting.cancelled_at.is_(None)
_NAMED = (Meeting.slug, Meeting.title_ar, Meeting.title_en, Meeting.day)
_IN_ORDER = (Meeting.day, Meeting.id)
_PUBLISHED = (
    select(TextVersion.id)
    .where(TextVersion.text_id == Meeting.text_id, TextVersion.published_at.is_not(None))
    .exists()
)
_UNMINUTED = (
    select(
        *_NAMED,
        func.count().over().label("number"),
        func.sum(case((Meeting.day < bindparam("late"), 1), else_=0)).over().label("late"),
    )
    .where(_STANDING, Meeting.day < bindparam("today"), ~_PUBLISHED)
    .order_by(*_IN_ORDER)
    .limit(bindparam("limit"))
)
_AGENDA = select(Agenda.id).where(Agenda.meeting_id == Meeting.id).exists()
_INVITED = (
    select(Attendance.id)
    .where(
        Attendance.meeting_id == Meeting.id,
        Attendance.struck_at.is_(None),
        Attendance.invited_at.is_not(None),
    )
    .exists()
)
_UNPREPARED = (
    select(*_NAMED, _AGENDA.label("agenda"), _INVITED.label("invited"), func.count().over().label("number"))
    .where(_STANDING, Meeting.day.between(bindparam("today"), bindparam("until")), ~(_AGENDA & _INVITED))
    .order_by(*_IN_ORDER)
    .limit(bindparam("limit"))
)
_LAST_AND_NEXT = select(
    func.max(case((Meeting.day < bindparam("today"), Meeting.day))),
    func.min(case((Meeting.day >= bindparam("today"), Meeting.day))),
).where(_STANDING)
