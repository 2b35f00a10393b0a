"""A vote that is acknowledged is stored, whatever the machine's clock did since the one before."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.services import vote_on_clause, vote_on_contribution
from consult.votes.models import Choice, Vote
from consult.votes.queries import vote_counts
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, committed
from tests.factories import moments
from tests.factories.numbers import differences, votes_by_clause
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

HOUR = timedelta(hours=1)


def on_clause(session: Session, scene: Scene, choice: str, now: datetime) -> str:
    return vote_on_clause(
        session,
        actor=scene.author,
        now=now,
        consultation_id=scene.id,
        clause_id=scene.clauses[0],
        choice=choice,
    )


@pytest.mark.parametrize("back", [timedelta(microseconds=1), HOUR])
def test_a_clock_that_steps_back_loses_no_vote(session: Session, scene: Scene, back: timedelta) -> None:
    said = comment(session, scene)
    for choice, now in (("agree", moments.DURING), ("disagree", moments.DURING - back)):
        assert on_clause(session, scene, choice, now) == choice
        stored = vote_on_contribution(
            session, actor=scene.author, now=now, reference=said.reference, choice=choice
        )
        assert stored == choice
    session.expire_all()
    votes = session.scalars(select(Vote.choice).where(Vote.consultation_id == scene.id)).all()
    assert votes == ["disagree", "disagree"]
    assert votes_by_clause(session, scene.id) == {scene.clauses[0]: Counter(disagree=1)}
    counts = vote_counts(session, consultation_id=scene.id, contribution_ids=[said.id])
    assert counts == {said.id: Counter(disagree=1)}
    assert list(differences(session)) == []


def test_of_parallel_votes_one_stands_and_all_were_stored(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    choices = [list(Choice)[step % 3].value for step in range(20)]
    acts = [
        lambda session, step=step, choice=choice: on_clause(
            session, scene, choice, moments.DURING - step * HOUR / 20
        )
        for step, choice in enumerate(choices)
    ]
    assert at_once(database.engine, acts) == choices
    with Session(database.engine) as session:
        (stands,) = session.scalars(select(Vote.choice)).all()
        assert votes_by_clause(session, scene.id) == {scene.clauses[0]: Counter([stands])}
        assert list(differences(session)) == []
    assert (
        committed(database.engine, lambda session: on_clause(session, scene, "pass", moments.DURING))
        == "pass"
    )
    with Session(database.engine) as session:
        assert session.scalars(select(Vote.choice)).all() == ["pass"]
