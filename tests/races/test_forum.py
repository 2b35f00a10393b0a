"""The forum is kept from many windows at once: one edition, one seat, one end; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from datetime import timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.forum.models import ForumRules, ForumSeat
from consult.forum.services import End, end_seat
from consult.orm import Base
from consult.record.models import LogEntry
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.forum import SINCE, ZONE, ruled, seated, secretary
from tests.factories.scenes import REASON
from tests.factories.texts import organisation

MANY, LONGEST = 20, 20


def count(database: MigratedDatabase, of: type[Base]) -> int:
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def test_forum_rules_published_twenty_times_at_once_are_one_edition(database: MigratedDatabase) -> None:
    actor = committed(database.engine, secretary)

    def publish(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            ruled(session, by=actor, rules=(f"قواعد {number}", f"Rules {number}"))

        return act

    found = codes(at_once(database.engine, [publish(number) for number in range(MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    assert count(database, ForumRules) == 1


def test_forum_the_same_seat_twenty_times_at_once_is_one(database: MigratedDatabase) -> None:
    actor, body = committed(database.engine, lambda session: (secretary(session), organisation(session)))

    def enter(session: Session) -> int:
        return seated(session, body, by=actor).id

    assert len(set(map(str, at_once(database.engine, [enter] * MANY)))) == 1

    def enter_since(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            seated(session, body, by=actor, post_en="Another post", since=SINCE - timedelta(days=number))

        return act

    found = codes(at_once(database.engine, [enter_since(number) for number in range(MANY)]))
    assert found == ["seat-held-already"] * (MANY - 1)
    assert count(database, ForumSeat) == 2


def test_forum_a_seat_waits_for_the_one_that_is_being_entered(database: MigratedDatabase) -> None:
    actor, body = committed(database.engine, lambda session: (secretary(session), organisation(session)))
    with ThreadPoolExecutor(1) as other:
        with Session(database.engine.execution_options(write=True)) as session, session.begin():
            first = seated(session, body, by=actor).id
            second = other.submit(
                committed, database.engine, lambda session: seated(session, body, by=actor).id
            )
            # Long enough to enter another, were it not kept waiting.
            assert wait([second], timeout=1).not_done
        assert second.result(timeout=LONGEST) == first
    assert count(database, ForumSeat) == 1


def test_forum_a_seat_ended_twenty_times_at_once_ends_once(database: MigratedDatabase) -> None:
    actor = committed(database.engine, secretary)
    seat_id = committed(database.engine, lambda session: seated(session, by=actor).id)

    def end(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            end_seat(
                session, actor=actor, now=moments.ANNOUNCED, zone=ZONE, seat_id=seat_id,
                end=End(SINCE + timedelta(days=number), REASON),
            )  # fmt: skip

        return act

    found = codes(at_once(database.engine, [end(number) for number in range(MANY)]))
    assert found == ["seat-ended-otherwise"] * (MANY - 1)
    with Session(database.engine) as session:
        told = select(func.count()).where(LogEntry.kind == "forum-seat-ended")
        assert session.scalar(told.select_from(LogEntry)) == 1
