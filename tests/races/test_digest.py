"""Two kinds of reminders pressed at one moment are one digest for each person, counted once; on both engines."""

from __future__ import annotations

from datetime import UTC, date, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.consultations.services import remind_of_answers
from consult.forum.services import remind_of_action_items
from consult.outbox.models import OutboxMessage
from consult.record.models import LogEntry
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.organisations import coordinator
from tests.factories.people import person
from tests.factories.scenes import scene
from tests.factories.waiting import agreed, on

MANY = 10


def test_two_presses_at_once_tell_each_person_once(database: MigratedDatabase) -> None:
    def make(session: Session) -> tuple[object, ...]:
        asked, keeper = scene(session), coordinator(session)
        for _ in range(3):
            person(session, (Role.OFFICER, asked.organisation.scope))
        agreed(session, asked.organisation, due=date(2026, 4, 1))
        on(session, date(2027, 6, 1))
        return asked.consultation.answer_due_at + timedelta(days=1), keeper

    now, keeper = committed(database.engine, make)

    def items(session: Session) -> int:
        return remind_of_action_items(session, actor=keeper, now=now, zone=UTC).told  # type: ignore[arg-type]

    def answers(session: Session) -> int:
        return remind_of_answers(session, actor=keeper, now=now, zone=UTC).told  # type: ignore[arg-type]

    told = at_once(database.engine, [items, answers] * MANY)
    assert codes(told) == []
    # Four officers and a publisher; who was told by the one is not counted by the other.
    assert sum(each for each in told if isinstance(each, int)) == 5
    with Session(database.engine) as session:
        messages = select(func.count()).where(OutboxMessage.kind == "digest")
        assert session.scalar(messages) == 5
        entries = select(func.count()).where(LogEntry.kind.in_(["forum-reminded", "answers-reminded"]))
        assert session.scalar(entries) == len([each for each in told if each])
