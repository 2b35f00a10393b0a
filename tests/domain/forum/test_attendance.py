"""Attendance: who is invited and comes, by body and post; a name is a row that can be removed, for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Attendance, ForumPerson, Meeting
from consult.forum.policies import known_names, names_in
from consult.forum.services import (
    MAILS,
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
from tests.factories.meetings import (
    MEETING,
    NAME,
    TODAY,
    agenda_of,
    attendee,
    came,
    held,
    minuted,
    planned,
    written,
)
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import organisation


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
    assert row.post_ar == "مدير الدراسات"
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


def test_whoever_is_typed_twice_is_one_person(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting)
    assert attendee(session, meeting, row.organisation) is row
    with problems(("attendee-there", "name_ar")):
        attendee(session, meeting, organisation(session), post=("نائب", "Deputy"))
    other = attendee(session, planned(session), organisation(session), post=("نائب", "Deputy"))
    assert other.person_id == row.person_id
    assert attendee(session, planned(session), organisation(session), email="").person_id != row.person_id
    with problems(("known-and-named", "known_person")):
        attendee(session, planned(session), honorific=("الدكتور", "Dr"))


def test_a_name_that_stands_in_the_words_of_a_meeting_comes_to_none_of_its_people(session: Session) -> None:
    titled = planned(session, words=replace(MEETING, title_en=f"With {NAME[1]}"))
    with problems(("name-stands-there", "name_ar")):
        attendee(session, titled)
    planning = planned(session)
    agenda_of(session, planning, items=[(f"كلمة {NAME[0]}", "A speech")])
    with problems(("name-stands-there", "name_ar")):
        attendee(session, planning)
    meeting = planned(session)
    first = attendee(session, meeting, name=("نون ميم", "Noon Meem"), email="")
    came(session, meeting)
    written(session, meeting, text=("قيل كذا.", f"Said by {NAME[1]}."))
    minuted(session, meeting)
    with problems(("name-stands-there", "name_ar")):
        attendee(session, meeting)
    assert first.person_id is not None
    with problems(("name-stands-there", "name_ar")):
        renamed(session, first.person_id, NAME)
    with problems(("name-in-words", "post_en")):
        attendee(session, planned(session), post=("مدير", f"Director {NAME[1]}"))


def test_whoever_was_struck_is_named_in_no_words_either(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting)
    leave_out(
        session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, attendance_id=row.id,
        reason=("سبب", "Internal"),
    )  # fmt: skip
    assert (row.strike_reason_ar, row.strike_reason_en) == (None, None), (
        "nobody is owed one before publication"
    )
    with problems(("name-in-words", "text_en")):
        written(session, meeting, text=("لم يحضر.", f"{NAME[1]} did not come."))


def renamed(session: Session, person_id: int, name: tuple[str, str], email: str = "") -> None:
    change_person(
        session,
        actor=secretary(session),
        person_id=person_id,
        honorific=("", ""),
        name=name,
        email=email,
        language="ar",
    )


def invited(session: Session, meeting: Meeting) -> int:
    return invite(
        session,
        actor=secretary(session),
        now=moments.ANNOUNCED,
        meeting_id=meeting.id,
        today=date(2026, 2, 1),
    )


def addresses(session: Session) -> list[str]:
    return sorted(session.scalars(select(OutboxMessage.recipient).where(OutboxMessage.kind.in_(MAILS))))


def test_mails_go_where_somebody_is_written_to_now_and_with_their_name(session: Session) -> None:
    meeting = planned(session)
    row = attendee(session, meeting, email="office@body.example")
    other = attendee(session, meeting, name=("نون ميم", "Noon Meem"), email="office@body.example")
    assert invited(session, meeting) == 2
    assert row.person_id is not None
    renamed(session, row.person_id, NAME, email="right@body.example")
    assert addresses(session) == ["office@body.example", "right@body.example"]
    removed(session, row)
    assert addresses(session) == ["office@body.example"], "whoever shares an address keeps their mail"
    assert other.person_id is not None
    renamed(session, other.person_id, ("نون ميم", "Noon Meem"))
    assert addresses(session) == []


def test_attendance_that_two_record_keeps_what_both_chose(session: Session) -> None:
    meeting = planned(session)
    one, two = attendee(session, meeting), attendee(session, meeting, name=("نون ميم", ""))
    seen = {row.id: (row.presence, row.part) for row in (one, two)}

    def recorded(marks: dict[int, tuple[str, str]]) -> None:
        record_presence(
            session,
            actor=secretary(session),
            meeting_id=meeting.id,
            presences=seen | marks,
            today=TODAY,
            seen=seen,
        )

    recorded({one.id: ("present", "chair")})
    recorded({two.id: ("absent", "member")})
    assert [(row.presence, row.part) for row in (one, two)] == [("present", "chair"), ("absent", "member")]
    recorded({one.id: ("present", "chair")})
    with problems(("presence-recorded-meanwhile", f"presence-{one.id}")):
        recorded({one.id: ("absent", "member")})


class _Named:
    def __init__(self, name_ar: str | None, name_en: str | None = None) -> None:
        self.name_ar, self.name_en = name_ar, name_en


NAMED = [_Named("محمد عبدالله"), _Named("رنا الحداد", "Rana Al-Haddad")]


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
        ("وسين صاد عين", True),
        ("ولسين صاد عين", True),
        ("قال سين عين", True),
        ("عين، سين: لا", True),
        ("قال محمد عبد الله", True),
        ("وشكر لمحمد عبدالله", True),
        ("محمد وعبدالله", False),
        ("قالت رنا حداد", True),
        ("Rana Alhaddad", True),
        ("Rana\u3164 Al-\u115fHaddad", True),
        ("Haddad, Rana", True),
        ("Rana and Haddad", False),
    ],
)
def test_a_name_is_found_in_words_however_it_is_spelt(words: str, found: bool) -> None:  # noqa: FBT001
    assert bool(names_in(words, known_names([_Named(None), _Named(*NAME), _Named("كلمة"), *NAMED]))) is found
