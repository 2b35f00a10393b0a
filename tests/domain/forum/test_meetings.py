"""Meetings: planned at the desk, shown with their agenda, changed with a reason, and called off once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from typing import Any

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from consult.forum import queries
from consult.forum.models import Agenda, AgendaItem, Meeting, MeetingAct
from consult.forum.policies import is_to_come, next_due_by
from consult.forum.services import (
    MeetingWords,
    cancel_meeting,
    change_meeting,
    invite,
    last_act,
    plan_meeting,
)
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories import moments
from tests.factories.forum import secretary
from tests.factories.meetings import DAY, ITEMS, MEETING, NAME, agenda_of, attendee, planned
from tests.factories.people import person
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

LATER = replace(MEETING, day=date(2026, 3, 20))
BEFORE = date(2026, 2, 1)


def changed(session: Session, meeting: Meeting, words: MeetingWords, **given: Any) -> MeetingAct | None:  # noqa: ANN401
    said = {"reason": REASON, "seen": last_act(session, meeting).id, **given}
    return change_meeting(
        session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, words=words, **said
    )


def mails(session: Session) -> list[tuple[str, str]]:
    rows = session.scalars(
        select(OutboxMessage).where(OutboxMessage.kind.startswith("forum-")).order_by(OutboxMessage.id)
    )
    return [(row.kind, row.recipient) for row in rows]


def test_a_meeting_is_the_desks_until_its_agenda_is_published(session: Session) -> None:
    meeting = planned(session)
    assert (meeting.slug, meeting.shown_at) == ("2026-02-10", None)
    assert queries.meeting_by_slug(session, meeting.slug) is None
    assert queries.meetings(session, limit=9) == []
    agenda = agenda_of(session, meeting)
    assert queries.meeting_by_slug(session, meeting.slug) is meeting
    assert [(row.position, row.title_ar, row.title_en) for row in agenda.items] == [
        (1, *ITEMS[0]),
        (2, *ITEMS[1]),
    ]
    assert queries.meetings(session, limit=9) == [meeting]
    entry = session.scalars(select(LogEntry).where(LogEntry.subject == f"forum/{meeting.slug}")).one()
    assert (entry.kind, entry.details) == ("forum-agenda-published", {"edition": 1})


def test_two_meetings_on_one_day_have_addresses_of_their_own(session: Session) -> None:
    assert [planned(session).slug for _ in range(3)] == ["2026-02-10", "2026-02-10-2", "2026-02-10-3"]


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"title_ar": ""}, "write-this", "title_ar"),
        ({"title_en": "x" * 301}, "too-long", "title_en"),
        ({"place_en": " "}, "write-this", "place_en"),
        ({"day": None}, "day-needed", "day"),
        ({"day": date(1999, 1, 1)}, "day-far-off", "day"),
        ({"day": date(2099, 1, 1)}, "day-far-off", "day"),
        ({"mode": "by-letter"}, "choose-one", "mode"),
        ({"begins": None}, "meeting-ends-before", "ends"),
        ({"ends": time(10, 0)}, "meeting-ends-before", "ends"),
    ],
)
def test_what_is_missing_of_a_meeting_is_said_at_its_field(
    session: Session, changes: dict[str, object], code: str, field: str
) -> None:
    with problems((code, field)):
        planned(session, words=replace(MEETING, **changes))  # type: ignore[arg-type]
    assert session.scalar(select(func.count()).select_from(Meeting)) == 0


def test_an_agenda_is_published_edition_by_edition(session: Session) -> None:
    meeting = planned(session)
    with problems(("agenda-empty", "topics-0-title_ar")):
        agenda_of(session, meeting, items=[("", " ")])
    with problems(("write-this", "topics-1-title_en")):
        agenda_of(session, meeting, items=[ITEMS[0], ("موضوع", "")])
    first = agenda_of(session, meeting)
    assert agenda_of(session, meeting) is first
    with problems(("edited-meanwhile", None)):
        agenda_of(session, meeting, items=ITEMS[:1])
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        agenda_of(session, meeting, items=ITEMS[:1], seen=1)
    second = agenda_of(session, meeting, items=ITEMS[:1], seen=1, reason=REASON)
    assert queries.agenda(session, meeting_id=meeting.id) is second
    for kind in (Agenda, AgendaItem):
        with refused(session, f"{kind.__tablename__}_no_update"):
            session.execute(update(kind).values(id=kind.id + 100))
        with refused(session, f"{kind.__tablename__}_no_delete"):
            session.execute(delete(kind))


def test_a_change_is_told_with_its_reason_to_whoever_is_invited(session: Session) -> None:
    meeting = planned(session)
    assert changed(session, meeting, replace(MEETING, place_en="Elsewhere"), reason=("", "")) is not None
    attendee(session, meeting)
    attendee(session, meeting, email="", name=("نون ميم", ""))
    assert (
        invite(session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, today=BEFORE)
        == 1
    )
    assert (
        invite(session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, today=BEFORE)
        == 0
    )
    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        changed(session, meeting, LATER, reason=("", ""))
    act = changed(session, meeting, LATER)
    assert act is not None
    assert (act.said["day"], meeting.day, meeting.slug) == ("2026-03-20", LATER.day, "2026-02-10")
    assert changed(session, meeting, LATER, seen=0) is None
    with problems(("edited-meanwhile", None)):
        changed(session, meeting, MEETING, seen=0)
    assert mails(session) == [
        ("forum-invitation", "member@body.example"), ("forum-meeting-changed", "member@body.example"),
    ]  # fmt: skip
    with refused(session, "forum_meeting_acts_no_update"):
        session.execute(update(MeetingAct).values(reason_en="Forged"))


def test_a_meeting_is_called_off_once_also_when_its_day_has_passed(session: Session) -> None:
    meeting = planned(session)
    attendee(session, meeting)
    invite(session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, today=BEFORE)

    def called_off(reason: tuple[str, str] = REASON) -> None:
        cancel_meeting(
            session, actor=secretary(session), now=moments.ANNOUNCED, meeting_id=meeting.id, reason=reason
        )

    with problems(("write-this", "reason_ar"), ("write-this", "reason_en")):
        called_off(("", ""))
    assert meeting.day < moments.ANNOUNCED.date()
    called_off()
    called_off(("سبب آخر", "Another"))
    assert mails(session)[-1] == ("forum-meeting-cancelled", "member@body.example")
    assert len(queries.meeting_acts(session, meeting_id=meeting.id)) == 2
    with problems(("meeting-cancelled", None)):
        agenda_of(session, meeting)
    with problems(("meeting-cancelled", None)):
        changed(session, meeting, LATER)
    with refused(session, "forum_meetings_cancelled"):
        session.execute(update(Meeting).values(title_en="Forged"))
    assert not is_to_come(meeting, BEFORE)


def test_no_words_about_a_meeting_hold_the_name_of_somebody_in_it(session: Session) -> None:
    meeting = planned(session)
    attendee(session, meeting)
    with problems(("name-in-words", "topics-0-title_en")):
        agenda_of(session, meeting, items=[("كلمة", f"Words of {NAME[1]}")])
    with problems(("name-in-words", "place_en")):
        changed(session, meeting, replace(MEETING, place_en=f"At the house of {NAME[1]}"))
    with problems(("name-in-words", "reason_ar")):
        changed(session, meeting, LATER, reason=(f"مرض {NAME[0]}", "Illness"))


def test_who_does_not_keep_the_forum_plans_nothing(session: Session) -> None:
    keeper = organisation(session)
    with pytest.raises(NotFoundError):
        plan_meeting(session, actor=person(session), now=moments.ANNOUNCED, words=MEETING, keeper=keeper.slug)
    with problems(("choose-one", "keeper")):
        plan_meeting(session, actor=secretary(session), now=moments.ANNOUNCED, words=MEETING, keeper="nobody")


def test_the_forum_has_to_meet_every_six_months() -> None:
    assert next_due_by(None) is None
    assert next_due_by(DAY) == date(2026, 8, 12)


def test_meetings_are_listed_the_latest_first_by_places(session: Session) -> None:
    days = [date(2026, 1, 5), date(2026, 3, 1), date(2026, 3, 1), date(2025, 9, 9)]
    rows = [planned(session, words=replace(MEETING, day=day)) for day in days]
    for row in rows:
        agenda_of(session, row)
    found = queries.meetings(session, limit=2)
    assert found == [rows[2], rows[1]]
    assert queries.meetings(session, limit=9, begun=queries.place_of(found[-1])) == [rows[0], rows[3]]
    assert queries.previous_meeting(session, rows[0]) is rows[3]
    assert list(queries.meetings_named(session, [row.id for row in rows])) == [
        row.id for row in (rows[2], rows[1], rows[0], rows[3])
    ]
