"""Attendance: who is invited and comes, by body and post; a name is a row that can be removed, for good."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson, Meeting
from consult.forum.policies import names_in
from consult.forum.services import (
    change_person,
    invite,
    leave_out,
    record_presence,
    remove_name,
    take_over,
)
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import MEETING, NAME, TODAY, attendee, came, held, minuted, planned, written
from tests.factories.people import person
from tests.factories.scenes import REASON


def marked(
    session: Session, meeting: Meeting, marks: dict[int, tuple[str, str]], today: date = TODAY
) -> None:
    record_presence(session, actor=secretary(session), meeting_id=meeting.id, presences=marks, today=today)


def removed(session: Session, who: Attendance) -> None:
    assert who.person_id is not None
    remove_name(session, actor=secretary(session), now=moments.ANNOUNCED, person_id=who.person_id)


def test_attendance_keeps_body_and_post_and_leads_to_the_name(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting)
    unnamed = attendee(session, meeting, name=("", ""), honorific=("", ""), email="")
    assert row.person is not None
    assert (row.person.name_ar, row.person.email, row.presence) == (NAME[0], "member@body.example", "invited")
    assert (unnamed.person, unnamed.post_ar) == (None, "مدير الدراسات")
    assert queries.attendances(session, meeting_id=meeting.id) == [row, unnamed]
    nameless = {"name": ("", ""), "honorific": ("", ""), "email": "", "person_id": row.person_id}
    again = attendee(session, meeting, row.organisation, **nameless)  # type: ignore[arg-type]
    assert again is row
    with problems(("known-and-named", "known_person")):
        attendee(session, meeting, person_id=row.person_id)
    with problems(("attendee-there", "known_person")):
        attendee(session, meeting, **nameless)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        attendee(session, meeting, person_id=9999)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"post": ("", "Director")}, "write-this", "post_ar"),
        ({"part": "king"}, "choose-one", "part"),
        ({"name": ("", "Ess Tsad")}, "write-this", "name_ar"),
        ({"name": ("س" * 201, "")}, "too-long", "name_ar"),
        ({"email": "nobody"}, "email-incomplete", "person_email"),
        ({"language": "fr"}, "choose-one", "person_language"),
    ],
)
def test_what_is_wrong_with_an_attendee_is_said_at_its_field(
    session: Session, changes: dict[str, object], code: str, field: str
) -> None:
    meeting = planned(session)
    with problems((code, field)):
        attendee(session, meeting, **changes)  # type: ignore[arg-type]
    assert queries.attendances(session, meeting_id=meeting.id) == []


def test_attendance_is_recorded_once_the_day_has_come(session: Session) -> None:
    meeting = planned(session)
    row, other = attendee(session, meeting), attendee(session, meeting, name=("نون ميم", ""))
    with problems(("meeting-to-come", f"presence-{row.id}")):
        marked(session, meeting, {row.id: ("present", "chair")}, today=date(2026, 2, 9))
    marked(session, meeting, {other.id: ("apologised", "member")}, today=date(2026, 2, 9))
    marked(session, meeting, {row.id: ("present", "chair")})
    assert [(each.presence, each.part) for each in (row, other)] == [
        ("present", "chair"),
        ("apologised", "member"),
    ]
    assert queries.gatherings(session, [meeting.id])[meeting.id] == (1, 1)
    with problems(("choose-one", f"presence-{row.id}")):
        marked(session, meeting, {row.id: ("asleep", "chair")})
    with pytest.raises(NotFoundError):
        marked(session, planned(session), {row.id: ("present", "member")})


def test_attendance_stands_once_minutes_are_published(session: Session) -> None:
    meeting = held(session)
    row = queries.attendances(session, meeting_id=meeting.id)[0]
    marked(session, meeting, {row.id: ("present", "member")})
    with problems(("minutes-are-published", None)):
        marked(session, meeting, {row.id: ("absent", "member")})
    with refused(session, "forum_attendances_published"):
        session.execute(update(Attendance).values(presence="absent"))
    with refused(session, "forum_attendances_stand"):
        session.execute(update(Attendance).values(post_en="Forged"))
    with refused(session, "forum_attendances_no_delete"):
        session.execute(delete(Attendance))

    def left_out(reason: tuple[str, str]) -> None:
        leave_out(
            session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, attendance_id=row.id,
            reason=reason,
        )  # fmt: skip

    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        left_out(("", ""))
    left_out(REASON)
    left_out(("سبب آخر", "Another"))
    assert queries.attendances(session, meeting_id=meeting.id) == []
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "forum-attendance-corrected")).one()
    assert NAME[0] not in str(entry.details)


def test_whoever_speaks_in_the_minutes_is_not_left_out(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting)
    written(session, meeting, speaker_id=row.id)
    with problems(("attendee-speaks", None)):
        leave_out(
            session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, attendance_id=row.id
        )  # fmt: skip


def test_whoever_was_in_the_last_meeting_is_taken_over(session: Session) -> None:
    first = held(session)
    gone = attendee(session, first, name=("نون ميم", ""))
    attendee(session, first, name=("", ""), honorific=("", ""), email="")
    removed(session, gone)
    second = planned(session, words=MEETING)
    for number in (1, 0):
        assert (
            take_over(session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=second.id)
            == number
        )
    rows = queries.attendances(session, meeting_id=second.id)
    assert [(row.person.name_ar if row.person else "", row.presence) for row in rows] == [
        (NAME[0], "invited")
    ]


def test_a_removed_name_leaves_every_meeting_and_never_comes_back(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting)
    invite(
        session,
        actor=secretary(session),
        now=moments.ANNOUNCED,
        meeting_id=meeting.id,
        today=date(2026, 2, 1),
    )
    came(session, meeting)
    written(session, meeting)
    minuted(session, meeting)
    removed(session, row)
    removed(session, row)
    session.expire_all()
    assert row.person is not None
    assert {row.person.name_ar, row.person.name_en, row.person.honorific_ar, row.person.email} == {None}
    assert (row.post_ar, row.organisation.slug) != ("", "")
    assert (
        session.scalars(select(OutboxMessage).where(OutboxMessage.recipient == "member@body.example")).all()
        == []
    )
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "forum-name-removed")).one()
    assert entry.details == {"organisation": row.organisation.slug}
    for values in ({"name_ar": "سين"}, {"removed_at": None}):
        with refused(session, "forum_people_removed"):
            session.execute(update(ForumPerson).values(**values))
    with pytest.raises(NotFoundError):
        change_person(
            session, actor=secretary(session), person_id=row.person.id, honorific=("", ""), name=NAME, email="",
            language="ar",
        )  # fmt: skip
    assert queries.people(session) == []


def test_only_who_keeps_the_forum_removes_a_name(session: Session) -> None:
    row = attendee(session, planned(session))
    assert row.person_id is not None
    with pytest.raises(NotFoundError):
        remove_name(session, actor=person(session), now=moments.ANNOUNCED, person_id=row.person_id)


class _Named:
    def __init__(self, name_ar: str | None, name_en: str | None = None) -> None:
        self.name_ar, self.name_en = name_ar, name_en


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("قال سين صاد عين إن", True),
        ("قال السيد صاد عين.", True),
        ("قال سِين صاد عَين", True),
        ("قال صاد", False),
        ("قال المدير", False),
        ("وصاد عينان", False),
        ("said (Tsad  AYN):", True),
        ("tsad-ayn", True),
        ("Tsad Aynon", False),
    ],
)
def test_a_name_is_found_in_words_however_it_is_spelt(words: str, found: bool) -> None:  # noqa: FBT001
    assert bool(names_in(words, [_Named(None), _Named(*NAME), _Named("كلمة")])) is found
