"""What public pages tell of meetings, as plain rows. One query alone reads names, for the page of minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from sqlalchemy import BigInteger, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.forum.models import (
    ACTION_ITEMS,
    Agenda,
    Attendance,
    Entry,
    EntryLink,
    ForumPerson,
    Linked,
    Meeting,
)
from consult.forum.queries.minutes import SPEAKER, SPEAKING, WHOSE, of_newest_version, stands_in_version
from consult.organisations.models import Organisation
from consult.plans.models import Commitment, Plan
from consult.texts.models import ClauseText, TextVersion


class Told(NamedTuple):
    """A clause of one version of minutes, with what its entry says: all of that is None where a clause has no entry.

    ``speaker_id`` is the row of attendance of whoever said it; names are asked for apart (``names_at``).
    """

    version_id: int
    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    entry_id: int | None
    kind: str | None
    answers_id: int | None
    speaker_id: int | None
    due_on: date | None
    post_ar: str | None
    post_en: str | None
    body_slug: str | None
    body_ar: str | None
    body_en: str | None
    owner_slug: str | None
    owner_ar: str | None
    owner_en: str | None


class Concerned(NamedTuple):
    """What an entry concerns: a body by its names, or a commitment that everybody reads, in its plan.

    ``slug`` is the body's, ``plan`` that of the commitment's plan; the other is None.
    """

    entry_id: int
    slug: str | None
    name_ar: str | None
    name_en: str | None
    plan: str | None
    number: str | None
    title_ar: str | None
    title_en: str | None


class Attended(NamedTuple):
    """A row of attendance without any name; one that was wrong has been struck, at a moment and for a reason."""

    id: int
    post_ar: str
    post_en: str
    part: str
    presence: str
    invited_at: datetime | None
    recorded_at: datetime
    struck_at: datetime | None
    strike_reason_ar: str | None
    strike_reason_en: str | None
    body_slug: str
    body_ar: str
    body_en: str


class Name(NamedTuple):
    """Who stands behind a row of attendance; ``removed_at``: the name was removed, and is None."""

    attendance_id: int
    honorific_ar: str | None
    honorific_en: str | None
    name_ar: str | None
    name_en: str | None
    removed_at: datetime | None


def told(session: Session, *, version_ids: Iterable[int]) -> list[Told]:
    """Return the clauses of these versions with what they are and who said them, by version and in their order."""
    return [Told._make(row) for row in session.execute(_TOLD, {"versions": list(version_ids)})]


def concerned(session: Session, *, version_id: int) -> list[Concerned]:
    """Return what the entries of a published version of minutes concern, in the order in which it was said of them."""
    return [Concerned._make(row) for row in session.execute(_CONCERNED, {"version": version_id})]


def concerned_by(session: Session, *, entry_id: int) -> list[Concerned]:
    """Return what an entry concerns as the newest published version says that has it."""
    return [Concerned._make(row) for row in session.execute(_CONCERNED_BY, {"entry": entry_id})]


def agendas(session: Session, *, meeting_id: int) -> Sequence[Agenda]:
    """Return the editions of a meeting's agenda with their items, the newest first."""
    return session.scalars(_AGENDAS, {"meeting": meeting_id}).unique().all()


def attended(session: Session, *, meeting_id: int) -> list[Attended]:
    """Return who is invited and came, by post and body, in order; of those struck, the ones that say why."""
    return [Attended._make(row) for row in session.execute(_ATTENDED, {"meeting": meeting_id})]


def names_at(session: Session, *, meeting_id: int) -> dict[int, Name]:
    """Return who was at a meeting, by the id of the row of attendance: for the minutes alone."""
    return {row[0]: Name._make(row) for row in session.execute(_NAMES, {"meeting": meeting_id})}


def next_meeting(session: Session, today: date) -> Meeting | None:
    """Return the first meeting today or later that everybody reads of and that was not cancelled, or None."""
    return session.scalars(_NEXT, {"today": today}).one_or_none()


def last_meeting(session: Session, today: date) -> Meeting | None:
    """Return the last meeting before today that everybody reads of and that was not cancelled, or None."""
    return session.scalars(_LAST, {"today": today}).one_or_none()


def highest_meeting_id(session: Session) -> int:
    """Return the highest id of a meeting, 0 where there is none."""
    return session.scalar(_HIGHEST_MEETING) or 0


def meetings_within(session: Session, *, ids: range) -> list[str]:
    """Return the slugs of the meetings with ids in a range that everybody reads of, by id."""
    return list(session.scalars(_MEETINGS_WITHIN, {"first": ids.start, "end": ids.stop}))


def highest_entry_id(session: Session) -> int:
    """Return the highest id of an entry, 0 where there is none."""
    return session.scalar(_HIGHEST_ENTRY) or 0


def items_within(session: Session, *, ids: range) -> list[int]:
    """Return the ids in a range of the entries that are action items of published minutes, in order."""
    return list(session.scalars(_ITEMS_WITHIN, {"first": ids.start, "end": ids.stop}))


# Built once: building a statement costs more than sending it.
_OWNER = aliased(Organisation)
_TOLD = (
    select(
        ClauseText.version_id, ClauseText.clause_id, ClauseText.position, ClauseText.heading_ar,
        ClauseText.heading_en, ClauseText.text_ar, ClauseText.text_en, Entry.id, Entry.kind, Entry.answers_id,
        Entry.speaker_id, Entry.due_on, SPEAKER.post_ar, SPEAKER.post_en, SPEAKING.slug, SPEAKING.name_ar,
        SPEAKING.name_en, _OWNER.slug, _OWNER.name_ar, _OWNER.name_en,
    )
    .select_from(ClauseText)
    .outerjoin(Entry, Entry.clause_id == ClauseText.clause_id)
    .outerjoin(SPEAKER, SPEAKER.id == Entry.speaker_id)
    .outerjoin(SPEAKING, WHOSE)
    .outerjoin(_OWNER, _OWNER.id == Entry.owner_id)
    .where(ClauseText.version_id.in_(bindparam("versions", expanding=True)))
    .order_by(ClauseText.version_id, ClauseText.position)
)  # fmt: skip
_CONCERNING = (
    select(
        EntryLink.entry_id, Organisation.slug, Organisation.name_ar, Organisation.name_en, Plan.slug,
        Commitment.number, Commitment.title_ar, Commitment.title_en,
    )
    .select_from(EntryLink)
    .join(Entry, Entry.id == EntryLink.entry_id)
    .join(ClauseText, ClauseText.clause_id == Entry.clause_id)
    .join(TextVersion, TextVersion.id == ClauseText.version_id)
    .outerjoin(
        Organisation,
        (Organisation.id == EntryLink.subject_id) & (EntryLink.subject_kind == Linked.ORGANISATION.value),
    )
    .outerjoin(
        Commitment,
        (Commitment.id == EntryLink.subject_id)
        & (EntryLink.subject_kind == Linked.COMMITMENT.value)
        & Commitment.shown_at.is_not(None),
    )
    .outerjoin(Plan, Plan.id == Commitment.plan_id)
    .where(stands_in_version(), or_(Organisation.id.is_not(None), Commitment.id.is_not(None)))
    .order_by(EntryLink.id)
)  # fmt: skip
_CONCERNED = _CONCERNING.where(TextVersion.id == bindparam("version"))
_CONCERNED_BY = _CONCERNING.where(Entry.id == bindparam("entry"), of_newest_version())
_AGENDAS = (
    select(Agenda)
    .options(joinedload(Agenda.items))
    .where(Agenda.meeting_id == bindparam("meeting"))
    .order_by(Agenda.number.desc())
)
_ATTENDED = (
    select(
        *(getattr(Attendance, name) for name in Attended._fields[:-3]), Organisation.slug, Organisation.name_ar,
        Organisation.name_en,
    )
    .join(Organisation, Organisation.id == Attendance.organisation_id)
    .where(
        Attendance.meeting_id == bindparam("meeting"),
        or_(Attendance.struck_at.is_(None), Attendance.strike_reason_ar.is_not(None)),
    )
    .order_by(Attendance.position)
)  # fmt: skip
_NAMES = (
    select(
        Attendance.id, ForumPerson.honorific_ar, ForumPerson.honorific_en, ForumPerson.name_ar,
        ForumPerson.name_en, ForumPerson.removed_at,
    )
    .join(ForumPerson, ForumPerson.id == Attendance.person_id)
    .where(Attendance.meeting_id == bindparam("meeting"))
    .order_by(Attendance.position)
)  # fmt: skip
_STANDING = select(Meeting).where(Meeting.shown_at.is_not(None), Meeting.cancelled_at.is_(None)).limit(1)
_NEXT = _STANDING.where(Meeting.day >= bindparam("today")).order_by(Meeting.day, Meeting.id)
_LAST = _STANDING.where(Meeting.day < bindparam("today")).order_by(Meeting.day.desc(), Meeting.id.desc())
_HIGHEST_MEETING, _HIGHEST_ENTRY = select(func.max(Meeting.id)), select(func.max(Entry.id))
_FIRST, _END = bindparam("first", type_=BigInteger()), bindparam("end", type_=BigInteger())
_MEETINGS_WITHIN = (
    select(Meeting.slug)
    .where(Meeting.id >= _FIRST, Meeting.id < _END, Meeting.shown_at.is_not(None))
    .order_by(Meeting.id)
)
_ITEMS_WITHIN = (
    select(Entry.id)
    .where(Entry.id >= _FIRST, Entry.id < _END, Entry.kind.in_([each.value for each in ACTION_ITEMS]))
    .where(
        select(ClauseText.id)
        .join(TextVersion, TextVersion.id == ClauseText.version_id)
        .where(ClauseText.clause_id == Entry.clause_id, TextVersion.published_at.is_not(None))
        .exists()
    )
    .order_by(Entry.id)
)
