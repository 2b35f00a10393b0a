"""Meetings of the forum for tests: planned, with people in them, minutes written and published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations.services import mark_of_minutes, publish_minutes
from consult.forum import queries
from consult.forum.models import Agenda, Attendance, Entry, Meeting
from consult.forum.services import (
    Attendee,
    EntryWords,
    MeetingWords,
    add_attendee,
    draft_of,
    plan_meeting,
    publish_agenda,
    record_presence,
    write_entry,
)
from consult.organisations.models import Organisation
from consult.texts.models import TextVersion
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.texts import organisation

DAY = date(2026, 2, 10)
MEETING = MeetingWords(
    "اجتماع الفريق", "Meeting of the forum", DAY, time(10, 0), time(12, 0), "in-person", "مقر الوزارة",
    "The ministry",
)  # fmt: skip
ITEMS = (("الترحيب", "Welcome"), ("تقدم سير العمل", "Progress"))
# A name made for tests: no person's.
NAME = ("سين صاد عين", "Ess Tsad Ayn")
TODAY = moments.ANNOUNCED.date()


def planned(
    session: Session, keeper: Organisation | None = None, *, by: Actor | None = None, words: MeetingWords = MEETING
) -> Meeting:  # fmt: skip
    """Plan a meeting."""
    return plan_meeting(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, words=words,
        keeper=(keeper or organisation(session)).slug,
    )  # fmt: skip


def agenda_of(
    session: Session, meeting: Meeting, *, items: Sequence[tuple[str, str]] = ITEMS, seen: int = 0,
    reason: tuple[str, str] = ("", ""), by: Actor | None = None,
) -> Agenda:  # fmt: skip
    """Publish the agenda of a meeting."""
    return publish_agenda(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, items=items,
        reason=reason, seen=seen,
    )  # fmt: skip


def attendee(
    session: Session, meeting: Meeting, body: Organisation | None = None, *, by: Actor | None = None,
    **changed: Any,  # noqa: ANN401 - a test names the fields
) -> Attendance:  # fmt: skip
    """Add somebody to a meeting."""
    said = {
        "post": ("مدير الدراسات", "Director of studies"), "part": "member", "honorific": ("السيد", "Mr"), "name": NAME,
        "email": "member@body.example", **changed,
    }  # fmt: skip
    return add_attendee(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id,
        who=Attendee((body or organisation(session)).slug, **said),
    )  # fmt: skip


def came(session: Session, meeting: Meeting, *, by: Actor | None = None) -> None:
    """Let everybody in a meeting have come."""
    rows = queries.attendances(session, meeting_id=meeting.id)
    record_presence(
        session, actor=by or secretary(session), meeting_id=meeting.id, today=TODAY,
        presences={row.id: ("present", row.part) for row in rows},
    )  # fmt: skip


def written(
    session: Session, meeting: Meeting, kind: str = "statement", *, by: Actor | None = None,
    **changed: Any,  # noqa: ANN401 - as above
) -> Entry:  # fmt: skip
    """Write a clause of a meeting's minutes."""
    said = {"heading": ("عنوان", "A heading"), "text": ("قيل كذا.", "This was said."), **changed}
    return write_entry(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id,
        said=EntryWords(kind, **said),
    )  # fmt: skip


def minuted(
    session: Session, meeting: Meeting, *, by: Actor | None = None, reason: tuple[str, str] = ("", "")
) -> TextVersion:
    """Publish what is written of a meeting's minutes."""
    draft = draft_of(session, meeting)
    return publish_minutes(
        session, actor=by or secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, today=TODAY,
        reason=reason, seen=mark_of_minutes(session, meeting, draft) if draft else "",
    )  # fmt: skip


def held(session: Session, *kinds: str, by: Actor | None = None) -> Meeting:
    """Return a meeting with one person who came and published minutes, with a clause of each kind."""
    meeting = planned(session, by=by)
    attendee(session, meeting, by=by)
    came(session, meeting, by=by)
    for kind in kinds or ("statement",):
        written(session, meeting, kind, by=by)
    minuted(session, meeting, by=by)
    return meeting
