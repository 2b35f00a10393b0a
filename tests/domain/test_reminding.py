"""Reminding owners of action items, bodies that answer late, and who keeps the forum: once a day, by right."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.consultations.queries.waiting import late_answers
from consult.consultations.services import cancel, remind_of_answers
from consult.forum.policies import minutes_late_from, to_be_planned
from consult.forum.services import remind_of_action_items
from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.factories import moments
from tests.factories.forum import ZONE, secretary
from tests.factories.meetings import planned
from tests.factories.organisations import coordinator
from tests.factories.people import person
from tests.factories.scenes import REASON, scene
from tests.factories.texts import organisation
from tests.factories.waiting import agreed, on

LATER = datetime(2026, 4, 1, 9, tzinfo=UTC)


def told(session: Session) -> list[int]:
    """Return to whom digests go, by id."""
    rows = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "digest"))
    return sorted(row.content["user_id"] for row in rows)


def logged(session: Session, kind: str) -> list[dict[str, object]]:
    return [row.details for row in session.scalars(select(LogEntry).where(LogEntry.kind == kind))]


def remind(session: Session, actor: Actor, now: datetime = LATER) -> tuple[int, int, list[str]]:
    done = remind_of_action_items(session, actor=actor, now=now, zone=ZONE)
    return done.told, done.told_before, [body.slug for body in done.without]


def test_officers_of_owners_are_told_once_a_day_and_bodies_without_one_are_named(session: Session) -> None:
    by = secretary(session)
    owner, alone, idle = (organisation(session) for _ in range(3))
    officers = [person(session, (Role.OFFICER, owner.scope)) for _ in range(2)]
    person(session, (Role.OFFICER, idle.scope))
    person(session, (Role.PUBLISHER, alone.scope))
    agreed(session, owner, owner, alone, by=by)
    agreed(session, idle, due=LATER.date(), by=by)
    agreed(session, idle, due=None, by=by)
    on(session, date(2026, 9, 1), by=by)
    assert remind(session, by) == (2, 0, [alone.slug])
    assert told(session) == sorted(actor.user_id for actor in officers)
    assert logged(session, "forum-reminded") == [{"bodies": [owner.slug]}]
    assert remind(session, coordinator(session)) == (0, 2, [alone.slug])
    assert len(logged(session, "forum-reminded")) == 1
    # By the clocks of the site: the next day begins before that of the server's.
    assert remind(session, by, datetime(2026, 4, 1, 21, 30, tzinfo=UTC)) == (3, 0, [alone.slug])


def test_who_keeps_the_forum_is_told_where_it_owes_and_whoever_presses_is_not(session: Session) -> None:
    by, other, of_all = secretary(session), secretary(session), coordinator(session)
    on(session, date(2026, 9, 1), by=by)
    assert remind(session, by) == (0, 0, [])
    planned(session, by=by)
    assert remind(session, by) == (2, 0, [])
    assert told(session) == sorted([other.user_id, of_all.user_id])


def test_whose_mail_is_held_or_who_is_suspended_is_told_nothing(session: Session) -> None:
    by, owner = secretary(session), organisation(session)
    held, suspended = (person(session, (Role.OFFICER, owner.scope)) for _ in range(2))
    session.get_one(User, held.user_id).email_held_at = LATER
    session.get_one(User, suspended.user_id).suspended_at = LATER
    agreed(session, owner, by=by)
    on(session, date(2026, 9, 1), by=by)
    assert remind(session, by) == (0, 0, [owner.slug])
    assert logged(session, "forum-reminded") == []


def test_who_was_told_by_the_reminder_of_before_is_told_nothing_more_that_day(session: Session) -> None:
    by, owner = secretary(session), organisation(session)
    officer = person(session, (Role.OFFICER, owner.scope))
    agreed(session, owner, by=by)
    on(session, date(2026, 9, 1), by=by)
    key = f"progress-reminder:{officer.user_id}:2026-04-01"
    old = Message(key, "progress-reminder", officer.email, "ar", {"user_id": officer.user_id})
    enqueue(session, now=LATER, messages=[old])
    assert remind(session, by) == (0, 1, [])
    assert told(session) == []


def test_who_answers_and_who_publishes_is_told_of_late_answers_in_the_same_digest(session: Session) -> None:
    late, other = scene(session), scene(session)
    of_all, due = coordinator(session), late.consultation.answer_due_at
    cancel(session, actor=other.officer, now=moments.AFTER, consultation_id=other.id, reason=REASON)
    assert late_answers(session, now=due) == {}
    assert remind_of_answers(session, actor=of_all, now=due, zone=ZONE) == (0, 0, [])
    now = due + timedelta(minutes=1)
    # Those of the noise are late as well.
    bodies = late_answers(session, now=now)
    assert bodies[late.organisation.id] == 1
    assert other.organisation.id not in bodies
    agreed(session, late.organisation, due=due.date() - timedelta(days=1))
    on(session, due.date() + timedelta(days=90))
    remind_of_answers(session, actor=of_all, now=now, zone=ZONE)
    assert {late.officer.user_id, late.publisher.user_id} <= set(told(session))
    assert not {other.officer.user_id, other.publisher.user_id, late.moderator.user_id} & set(told(session))
    (entry,) = logged(session, "answers-reminded")
    assert late.organisation.slug in str(entry["bodies"])
    assert remind(session, of_all, now) == (0, 1, [])


@pytest.mark.parametrize(
    "role", [Role.OFFICER, Role.PUBLISHER, Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_nobody_else_reminds(session: Session, role: Role) -> None:
    actor = person(session, (role, "site"))
    for act in (remind_of_action_items, remind_of_answers):
        with pytest.raises(NotFoundError):
            act(session, actor=actor, now=LATER, zone=ZONE)
    with pytest.raises(NotFoundError):
        remind_of_answers(session, actor=secretary(session), now=LATER, zone=ZONE)
    of_plan = person(session, (Role.COORDINATOR, "plan:fifth"))
    with pytest.raises(NotFoundError):
        remind_of_answers(session, actor=of_plan, now=LATER, zone=ZONE)


def test_when_minutes_are_late_and_when_a_meeting_is_to_be_planned() -> None:
    assert minutes_late_from(date(2026, 2, 10)) == date(2026, 3, 13)
    assert not to_be_planned(None, date(2026, 1, 1))
    # 183 days later it has to meet again; sixty days before that it is time.
    assert not to_be_planned(date(2026, 1, 1), date(2026, 5, 3))
    assert to_be_planned(date(2026, 1, 1), date(2026, 5, 4))
