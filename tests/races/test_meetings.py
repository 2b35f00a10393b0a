"""A meeting is kept from many windows at once: one agenda, one invitation, one version, one update; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.forum import queries
from consult.forum.models import ActionUpdate, Agenda, Attendance, ForumPerson, Meeting
from consult.forum.services import (
    UpdateWords,
    draft_of,
    invite,
    plan_meeting,
    remove_name,
    take_over,
    update_action_item,
)
from consult.organisations.queries import by_slugs
from consult.orm import Base
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from consult.texts.models import TextVersion
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import MEETING, agenda_of, attendee, came, held, minuted, planned, written
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

MANY = 20


def count(database: MigratedDatabase, of: type[Base]) -> int:
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def ready(session: Session) -> tuple[Actor, int]:
    """Return a secretary, and a meeting in which somebody is."""
    by = secretary(session)
    there = planned(session, by=by)
    attendee(session, there, by=by)
    return by, there.id


def of(session: Session, meeting_id: int) -> Meeting:
    found = queries.meeting_by_id(session, meeting_id)
    assert found is not None
    return found


def test_an_agenda_published_twenty_times_at_once_is_one_edition(database: MigratedDatabase) -> None:
    by, meeting_id = committed(database.engine, ready)

    def publish(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            agenda_of(session, of(session, meeting_id), items=[(f"موضوع {number}", f"Topic {number}")], by=by)

        return act

    found = codes(at_once(database.engine, [publish(number) for number in range(MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    assert count(database, Agenda) == 1


def test_an_invitation_sent_twenty_times_at_once_is_one_mail(database: MigratedDatabase) -> None:
    by, meeting_id = committed(database.engine, ready)

    def send(session: Session) -> int:
        return invite(session, actor=by, now=moments.ANNOUNCED, meeting_id=meeting_id, today=date(2026, 2, 1))

    assert sorted(map(str, at_once(database.engine, [send] * MANY))) == ["0"] * (MANY - 1) + ["1"]
    with Session(database.engine) as session:
        sent = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == "forum-invitation")
        assert session.scalar(sent) == 1


def test_people_taken_over_twenty_times_at_once_stand_once(database: MigratedDatabase) -> None:
    by, _first = committed(database.engine, ready)
    second = committed(database.engine, lambda session: planned(session, by=by).id)

    def take(session: Session) -> int:
        return take_over(session, actor=by, now=moments.ANNOUNCED, meeting_id=second)

    assert sorted(map(str, at_once(database.engine, [take] * MANY))) == ["0"] * (MANY - 1) + ["1"]
    assert count(database, Attendance) == 2


def test_clauses_of_minutes_written_twenty_at_once_all_stand_in_one_draft(database: MigratedDatabase) -> None:
    by, meeting_id = committed(database.engine, ready)

    def write(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            written(session, of(session, meeting_id), by=by, text=(f"قيل {number}.", f"Said {number}."))

        return act

    assert codes(at_once(database.engine, [write(number) for number in range(MANY)])) == []
    with Session(database.engine) as session:
        draft = draft_of(session, of(session, meeting_id))
        assert draft is not None
        assert sorted(row.text_en for row in draft.clauses) == sorted(
            f"Said {number}." for number in range(MANY)
        )
    assert count(database, TextVersion) == 1


def test_minutes_published_twenty_times_at_once_are_one_version(database: MigratedDatabase) -> None:
    by, meeting_id = committed(database.engine, ready)

    def write(session: Session) -> None:
        came(session, of(session, meeting_id), by=by)
        written(session, of(session, meeting_id), by=by)

    committed(database.engine, write)

    def publish(session: Session) -> int:
        return minuted(session, of(session, meeting_id), by=by).id

    assert len(set(map(str, at_once(database.engine, [publish] * MANY)))) == 1
    with Session(database.engine) as session:
        told = select(func.count()).select_from(LogEntry).where(LogEntry.kind == "version-published")
        assert session.scalar(told.where(LogEntry.subject.startswith("forum/"))) == 1


def test_an_action_item_updated_twenty_times_at_once_has_one_update(database: MigratedDatabase) -> None:
    def agreed(session: Session) -> tuple[Actor, int]:
        by = secretary(session)
        there = held(session, "agreed", by=by)
        return by, next(iter(queries.entries(session, meeting_id=there.id).values())).id

    by, entry_id = committed(database.engine, agreed)
    said = UpdateWords("done", date(2026, 2, 20), REASON)

    def update(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            update_action_item(
                session, actor=by, now=moments.ANNOUNCED, zone=ZONE, entry_id=entry_id, seen=0,
                said=replace(said, note=(f"ملاحظة {number}", f"Note {number}")),
            )  # fmt: skip

        return act

    found = codes(at_once(database.engine, [update(number) for number in range(MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    assert count(database, ActionUpdate) == 1


def test_a_name_removed_twenty_times_at_once_is_one_entry(database: MigratedDatabase) -> None:
    by, _meeting = committed(database.engine, ready)
    with Session(database.engine) as session:
        person_id = session.scalars(select(ForumPerson.id)).one()

    def remove(session: Session) -> None:
        remove_name(session, actor=by, now=moments.ANNOUNCED, person_id=person_id)

    assert codes(at_once(database.engine, [remove] * MANY)) == []
    with Session(database.engine) as session:
        told = select(func.count()).select_from(LogEntry).where(LogEntry.kind == "forum-name-removed")
        assert session.scalar(told) == 1


def test_meetings_planned_at_once_on_one_day_have_an_address_each(database: MigratedDatabase) -> None:
    by, keeper = committed(database.engine, lambda session: (secretary(session), organisation(session).slug))

    def plan(session: Session) -> str:
        return plan_meeting(session, actor=by, now=moments.ANNOUNCED, words=MEETING, keeper=keeper).slug

    assert len(set(map(str, at_once(database.engine, [plan, plan])))) == 2
    assert count(database, Meeting) == 2


def test_somebody_typed_twenty_times_at_once_is_one_person(database: MigratedDatabase) -> None:
    by, keeper = committed(database.engine, lambda session: (secretary(session), organisation(session).slug))
    meeting_id = committed(database.engine, lambda session: planned(session, by=by).id)

    def add(session: Session) -> None:
        body = by_slugs(session, [keeper])[0]
        attendee(session, of(session, meeting_id), body, by=by)

    assert codes(at_once(database.engine, [add] * MANY)) == []
    assert (count(database, ForumPerson), count(database, Attendance)) == (1, 1)


def test_an_invitation_beside_the_removal_of_a_name_leaves_no_address(database: MigratedDatabase) -> None:
    by, meeting_id = committed(database.engine, ready)
    with Session(database.engine) as session:
        person_id = session.scalars(select(ForumPerson.id)).one()

    def send(session: Session) -> int:
        return invite(session, actor=by, now=moments.ANNOUNCED, meeting_id=meeting_id, today=date(2026, 2, 1))

    def remove(session: Session) -> None:
        remove_name(session, actor=by, now=moments.ANNOUNCED, person_id=person_id)

    assert codes(at_once(database.engine, [send, remove] * 5)) == []
    with Session(database.engine) as session:
        kept = select(func.count()).select_from(OutboxMessage).where(OutboxMessage.kind == "forum-invitation")
        assert session.scalar(kept) == 0
