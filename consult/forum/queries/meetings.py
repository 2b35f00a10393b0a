"""Reading meetings: their list, one of them with its agenda and attendance."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import BigInteger, Date, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from consult.forum.models import Agenda, Attendance, Meeting, MeetingAct, NamedMeeting, Presence
from consult.texts.models import TextVersion


class MeetingPlace(NamedTuple):
    """Where a meeting stands in the list, the latest first: its day, and its id."""

    day: date
    id: int


class Gathering(NamedTuple):
    """How many came to a meeting, and from how many bodies."""

    people: int
    bodies: int


def place_of(row: Meeting) -> MeetingPlace:
    """Return where a meeting stands in the list."""
    return MeetingPlace(row.day, row.id)


def meetings(
    session: Session, *, begun: MeetingPlace | None = None, limit: int, shown: bool = True
) -> Sequence[Meeting]:
    """Return meetings after ``begun``, the latest first; ``shown`` leaves those that everybody reads of."""
    given: dict[str, object] = {"limit": limit}
    if begun is not None:
        given |= begun._asdict()
    return session.scalars(_PAGES[shown, begun is not None], given).all()


def meeting_by_slug(session: Session, slug: str, *, shown: bool = True) -> Meeting | None:
    """Return a meeting, or None; ``shown``: only one that everybody reads of."""
    return session.scalars(_SHOWN_BY_SLUG if shown else _BY_SLUG, {"slug": slug}).one_or_none()


def meeting_by_id(session: Session, meeting_id: int) -> Meeting | None:
    """Return a meeting, shown or not, or None."""
    return session.get(Meeting, meeting_id)


def meeting_act(session: Session, act_id: int) -> MeetingAct | None:
    """Return what was done with a meeting, or None."""
    return session.get(MeetingAct, act_id)


def lock_meeting(session: Session, meeting_id: int) -> Meeting | None:
    """Return a meeting, read anew and held until the transaction ends, or None."""
    query = select(Meeting).where(Meeting.id == meeting_id).with_for_update(of=Meeting)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def meetings_named(session: Session, ids: Iterable[int], *, shown: bool = True) -> dict[int, NamedMeeting]:
    """Return these meetings by their ids, the latest first."""
    rows = session.execute(_NAMED[shown], {"ids": list(ids)})
    return {row[0]: NamedMeeting._make(row) for row in rows}


def meetings_kept(
    session: Session,
    *,
    keeper_ids: Iterable[int] | None,
    ids: Iterable[int] | None = None,
    limit: int | None = None,
) -> dict[int, NamedMeeting]:
    """Return the meetings whose minutes these bodies draft, all where None, by their ids, the latest first.

    ``ids`` leaves these alone, ``limit`` the first so many; those of which nobody reads yet are among them.
    """
    query = _MEETINGS.with_only_columns(*(getattr(Meeting, name) for name in NamedMeeting._fields))
    if keeper_ids is not None:
        query = query.where(Meeting.keeper_id.in_(list(keeper_ids)))
    if ids is not None:
        query = query.where(Meeting.id.in_(list(ids)))
    return {row[0]: NamedMeeting._make(row) for row in session.execute(query.limit(limit))}


def meetings_by_ids(session: Session, ids: Iterable[int]) -> Sequence[Meeting]:
    """Return these meetings, the latest first."""
    return session.scalars(_MEETINGS.where(Meeting.id.in_(list(ids)))).all()


def slugs_of_day(session: Session, day: date) -> set[str]:
    """Return the addresses that begin with a day."""
    return set(session.scalars(select(Meeting.slug).where(Meeting.slug.startswith(day.isoformat()))))


def previous_meeting(session: Session, meeting: Meeting) -> Meeting | None:
    """Return the meeting before this one, whose people are taken over, or None; cancelled ones are passed over."""
    before = tuple_(Meeting.day, Meeting.id) < (meeting.day, meeting.id)
    return session.scalars(_MEETINGS.where(before, Meeting.cancelled_at.is_(None)).limit(1)).one_or_none()


def agenda(session: Session, *, meeting_id: int) -> Agenda | None:
    """Return the newest agenda of a meeting with its items, or None."""
    return session.scalars(_AGENDA, {"meeting": meeting_id}).one_or_none()


def attendances(session: Session, *, meeting_id: int) -> Sequence[Attendance]:
    """Return who is invited and came, with bodies and the rows of their names, in order; none that was struck."""
    return session.scalars(_ATTENDANCES, {"meeting": meeting_id}).all()


def last_position(session: Session, *, meeting_id: int) -> int:
    """Return the place of the last row of a meeting's attendance, struck or not; 0 where there is none."""
    query = select(func.max(Attendance.position)).where(Attendance.meeting_id == meeting_id)
    return session.scalar(query) or 0


def attendance_by_id(session: Session, attendance_id: int) -> Attendance | None:
    """Return a row of attendance, struck or not, or None."""
    return session.get(Attendance, attendance_id)


def gatherings(session: Session, meeting_ids: Iterable[int]) -> dict[int, Gathering]:
    """Return how many came to each of these meetings, and from how many bodies."""
    rows = session.execute(_GATHERINGS, {"meetings": list(meeting_ids)})
    return {row[0]: Gathering(row[1], row[2]) for row in rows}


def meeting_acts(session: Session, *, meeting_id: int) -> Sequence[MeetingAct]:
    """Return what was done with a meeting, in order."""
    return session.scalars(_ACTS, {"meeting": meeting_id}).all()


def published_text_ids(session: Session, text_ids: Iterable[int]) -> set[int]:
    """Return which of these texts have a published version."""
    return set(session.scalars(_PUBLISHED_TEXTS, {"texts": list(text_ids)}))


def newest_minutes(session: Session, *, keeper_ids: Iterable[int], limit: int = 10) -> Sequence[int]:
    """Return the newest published versions of the minutes that these bodies keep, by id, the latest meeting first."""
    newer = aliased(TextVersion)
    newest = (
        select(func.max(newer.number))
        .where(newer.text_id == Meeting.text_id, newer.published_at.is_not(None))
        .correlate(Meeting)
        .scalar_subquery()
    )
    query = (
        select(TextVersion.id)
        .join(Meeting, Meeting.text_id == TextVersion.text_id)
        .where(Meeting.keeper_id.in_(list(keeper_ids)), TextVersion.number == newest)
        .order_by(Meeting.day.desc(), Meeting.id.desc())
    )
    return session.scalars(query.limit(limit)).all()


# Built once: building a statement costs more than sending it.
_MEETINGS = select(Meeting).order_by(Meeting.day.desc(), Meeting.id.desc())
_SHOWN = _MEETINGS.where(Meeting.shown_at.is_not(None))
# By whether only those that everybody reads of are asked for.
_NAMED = {
    shown: query.where(Meeting.id.in_(bindparam("ids", expanding=True))).with_only_columns(
        *(getattr(Meeting, name) for name in NamedMeeting._fields)
    )
    for shown, query in ((True, _SHOWN), (False, _MEETINGS))
}
_PLACE = tuple_(bindparam("day", type_=Date()), bindparam("id", type_=BigInteger()))
# By whether only those that everybody reads of are asked for, and whether the page follows a place.
_PAGES = {
    (shown, later): (query.where(tuple_(Meeting.day, Meeting.id) < _PLACE) if later else query).limit(
        bindparam("limit")
    )
    for shown, query in ((True, _SHOWN), (False, _MEETINGS))
    for later in (True, False)
}
_BY_SLUG = select(Meeting).options(joinedload(Meeting.keeper)).where(Meeting.slug == bindparam("slug"))
_SHOWN_BY_SLUG = _BY_SLUG.where(Meeting.shown_at.is_not(None))
_AGENDA = (
    select(Agenda)
    .options(selectinload(Agenda.items))
    .where(Agenda.meeting_id == bindparam("meeting"))
    .order_by(Agenda.number.desc())
    .limit(1)
)
_ATTENDANCES = (
    select(Attendance)
    .options(joinedload(Attendance.person), joinedload(Attendance.organisation))
    .where(Attendance.meeting_id == bindparam("meeting"), Attendance.struck_at.is_(None))
    .order_by(Attendance.position)
)
_GATHERINGS = (
    select(
        Attendance.meeting_id, func.count(), func.count(func.distinct(Attendance.organisation_id)),
    )
    .where(
        Attendance.meeting_id.in_(bindparam("meetings", expanding=True)),
        Attendance.presence == Presence.PRESENT.value,
        Attendance.struck_at.is_(None),
    )
    .group_by(Attendance.meeting_id)
)  # fmt: skip
_PUBLISHED_TEXTS = (
    select(TextVersion.text_id)
    .where(TextVersion.text_id.in_(bindparam("texts", expanding=True)), TextVersion.published_at.is_not(None))
    .distinct()
    .order_by(TextVersion.text_id)
)
_ACTS = select(MeetingAct).where(MeetingAct.meeting_id == bindparam("meeting")).order_by(MeetingAct.id)
