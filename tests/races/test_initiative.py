"""The page on the initiative is written and published thirty times at once, and once in the record; on both engines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from consult.initiative import services
from consult.initiative.models import (
    InitiativeEdition,
    InitiativeFact,
    InitiativeSection,
    InitiativeWords,
    Shape,
)
from consult.initiative.queries import draft, mark_of
from consult.initiative.services import Outlined, SectionWords
from consult.orm import Base
from consult.record.models import LogEntry
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.initiative import COUNTRIES, fact, section
from tests.factories.moments import DRAFTED
from tests.factories.promises import coordinator

MANY = 30


def count(database: MigratedDatabase, of: type[Base]) -> int:
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(of)) or 0


def newest(database: MigratedDatabase, column: InstrumentedAttribute[int]) -> int:
    """Return the highest number in a column."""
    with Session(database.engine) as session:
        return session.scalar(select(func.max(column))) or 0


def test_initiative_thirty_presses_are_one_everywhere(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)
    outline = [Outlined("what-it-is", Shape.FACTS, ("ما هي؟", "What it is"), [("الدول", "Countries")])]

    def begin(session: Session) -> None:
        services.begin(session, actor=actor, now=DRAFTED, outline=outline)

    assert not codes(at_once(database.engine, [begin] * MANY))
    assert (count(database, InitiativeSection), count(database, InitiativeFact)) == (1, 1)

    def add(session: Session) -> None:
        fact(session, actor, "what-it-is")

    assert not codes(at_once(database.engine, [add] * MANY))
    assert count(database, InitiativeFact) == 2
    # A press that came too late may have used up a number.
    added = newest(database, InitiativeFact.id)

    def correct(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            said = replace(COUNTRIES, value_en=f"{number} countries")
            services.correct_fact(session, actor=actor, now=DRAFTED, zone=UTC, fact_id=added, said=said)

        return act

    found = codes(at_once(database.engine, [correct(number) for number in range(100, 100 + MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    assert count(database, InitiativeFact) == 3
    stood = newest(database, InitiativeWords.number)

    def save(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            said = SectionWords("ما هي؟", f"What it is {number}", place=10)
            services.save_section(session, actor=actor, now=DRAFTED, slug="what-it-is", said=said, seen=stood)

        return act

    found = codes(at_once(database.engine, [save(number) for number in range(MANY)]))
    assert found == ["edited-meanwhile"] * (MANY - 1)
    assert count(database, InitiativeWords) == 2


def test_initiative_thirty_publications_are_one_edition(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)
    mark = committed(database.engine, lambda session: (section(session, actor), mark_of(draft(session)))[1])

    def publish(number: int) -> Callable[[Session], None]:
        def act(session: Session) -> None:
            services.publish(session, actor=actor, now=DRAFTED, reason=("", f"Reason {number}"), seen=mark)

        return act

    found = codes(at_once(database.engine, [publish(number) for number in range(MANY)]))
    assert len(found) == MANY - 1
    assert set(found) == {"nothing-changed"}
    assert count(database, InitiativeEdition) == 1
    with Session(database.engine) as session:
        told = select(func.count()).where(LogEntry.kind == "initiative-published")
        assert session.scalar(told.select_from(LogEntry)) == 1


def test_initiative_the_same_reason_thirty_times_is_the_same_edition(database: MigratedDatabase) -> None:
    actor = committed(database.engine, coordinator)
    mark = committed(database.engine, lambda session: (section(session, actor), mark_of(draft(session)))[1])

    def publish(session: Session) -> int:
        reason = ("", "It is so")
        return services.publish(session, actor=actor, now=DRAFTED, reason=reason, seen=mark).number

    assert at_once(database.engine, [publish] * MANY) == [1] * MANY
    assert count(database, InitiativeEdition) == 1


def test_initiative_thirty_new_sections_are_thirty_and_the_same_one_is_one(
    database: MigratedDatabase,
) -> None:
    actor = committed(database.engine, coordinator)

    def add(number: int) -> Callable[[Session], str]:
        def act(session: Session) -> str:
            said = SectionWords("", f"Section {number}")
            return services.add_section(session, actor=actor, now=DRAFTED, shape=Shape.FACTS, said=said).slug

        return act

    slugs = at_once(database.engine, [add(number) for number in range(MANY)])
    assert sorted(map(str, slugs)) == sorted(f"section-{number}" for number in range(1, MANY + 1))
    (again,) = set(map(str, at_once(database.engine, [add(MANY)] * MANY)))
    assert again == f"section-{MANY + 1}"
    assert count(database, InitiativeSection) == count(database, InitiativeWords) == MANY + 1
