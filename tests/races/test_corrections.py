"""A voice is said anew thirty times at once, and while others vote and answer: one order that the rules allow."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions import queries
from consult.contributions.models import Contribution
from consult.contributions.services import Anew, revise, vote_on_contribution
from consult.votes.models import Vote
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.numbers import differences
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

MANY = 30
Act = Callable[[Session], None]


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation, committed."""
    return committed(database.engine, make_scene)


@pytest.fixture
def said(database: MigratedDatabase, scene: Scene) -> Contribution:
    """Return a comment of the scene's author, committed."""
    return committed(
        database.engine, lambda session: comment(session, scene, by=scene.author, stance="support")
    )


def test_thirty_corrections_from_one_page_are_one(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    def say(number: int) -> Act:
        def act(session: Session) -> None:
            revise(
                session, actor=scene.author, now=moments.DURING, reference=said.reference,
                anew=Anew(f"Words {number}", stance="oppose"), seen=1,
            )  # fmt: skip

        return act

    found = codes(at_once(database.engine, [say(number) for number in range(MANY)]))
    assert found == ["revised-meanwhile"] * (MANY - 1)
    with Session(database.engine) as session:
        there = queries.by_reference(session, said.reference)
        assert there is not None
        assert (there.revision_number, there.stance) == (2, "oppose")
        assert differences(session) == []


def test_a_change_is_quiet_only_where_nobody_had_voted(
    database: MigratedDatabase, scene: Scene, said: Contribution
) -> None:
    voters = committed(database.engine, lambda session: [person(session) for _ in range(10)])

    def change(session: Session) -> None:
        revise(
            session,
            actor=scene.author,
            now=moments.DURING,
            reference=said.reference,
            anew=Anew("Anew"),
            seen=1,
        )

    def vote(number: int) -> Act:
        def act(session: Session) -> None:
            vote_on_contribution(
                session, actor=voters[number], now=moments.DURING, reference=said.reference, choice="agree"
            )

        return act

    outcomes = at_once(database.engine, [change, *(vote(number) for number in range(10))])
    assert not codes(outcomes)
    with Session(database.engine) as session:
        there = queries.by_reference(session, said.reference)
        assert there is not None
        on = Counter(session.scalars(select(Vote.revision)))
        assert sum(on.values()) == 10
        # Whoever voted on the first words had done so before they were changed, and the change says it.
        assert there.correction is (on[1] > 0)
        assert differences(session) == []
