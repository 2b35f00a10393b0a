"""The numbers that pages show are kept with what they count: equal to a count of the rows, whoever races."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest
from alembic import command
from flask import Flask
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from consult.contributions.queries import VOICES
from consult.contributions.services import vote_on_clause, vote_on_contribution, withdraw
from consult.moderation import services as moderation
from consult.tallies.models import ALL, Tally
from consult.tallies.queries import tallies
from tests.databases import MigratedDatabase, alembic_config, go_back
from tests.domain.parallel import at_once, committed
from tests.factories import moments
from tests.factories.answers import noise
from tests.factories.numbers import differences, recount
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, reply, restore

MANY = 30
RIGHT = "Numbers that were wrong: 0. Consultations with voices out of place: 0.\n"


def numbers(session: Session, scene: Scene, subject: str) -> dict[str, int]:
    """Return what is kept on a subject."""
    kept = tallies(session, consultation_ids=[scene.id], subjects=[subject])
    return dict(kept[scene.id, subject])


def test_each_step_of_a_voice_is_counted(session: Session) -> None:
    scene = make_scene(session)
    noise(session)
    place = f"clause:{scene.clauses[0]}"
    said = comment(session, scene, by=scene.author, stance="support")
    reply(session, said)
    assert numbers(session, scene, ALL) == {"published": 2}
    assert numbers(session, scene, place) == {VOICES: 2, "support": 1}
    hide(session, scene, said)
    assert numbers(session, scene, ALL) == {"published": 1, "hidden": 1}
    assert numbers(session, scene, place) == {VOICES: 1}
    restore(session, scene, said)
    assert numbers(session, scene, place) == {VOICES: 2, "support": 1}
    withdraw(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    assert numbers(session, scene, ALL) == {"published": 1, "withdrawn": 1}
    assert differences(session) == []


def test_an_erased_voice_is_counted_as_erased(session: Session) -> None:
    scene = make_scene(session)
    said = comment(session, scene, by=scene.author)
    moderation.ask_erasure(session, actor=scene.author, now=moments.DURING, reference=said.reference)
    moderation.erase(
        session, actor=scene.moderator, now=moments.DURING, reference=said.reference, rule=None, reason=REASON
    )
    assert numbers(session, scene, ALL) == {"erased": 1}
    assert numbers(session, scene, f"clause:{scene.clauses[0]}") == {}
    assert differences(session) == []


def test_a_changed_vote_counts_once_whatever_the_clock_says(session: Session) -> None:
    scene = make_scene(session)
    said = comment(session, scene)

    def on_both(choice: str, seconds: int) -> None:
        now = moments.DURING + timedelta(seconds=seconds)
        vote_on_contribution(session, actor=scene.author, now=now, reference=said.reference, choice=choice)
        vote_on_clause(
            session, actor=scene.author, now=now, consultation_id=scene.id, clause_id=scene.clauses[0], choice=choice
        )  # fmt: skip

    for choice, seconds, counted in (("agree", 5, "agree"), ("pass", 9, "pass"), ("disagree", 7, "disagree")):
        on_both(choice, seconds)
        assert numbers(session, scene, f"contribution:{said.id}") == {counted: 1}
        votes = numbers(session, scene, f"clause:{scene.clauses[0]}")
        assert {name: votes.get(name, 0) for name in ("agree", "disagree", "pass")} == {
            **dict.fromkeys(("agree", "disagree", "pass"), 0), counted: 1,
        }  # fmt: skip
    assert differences(session) == []


def test_numbers_that_are_wrong_are_found_and_put_right(session: Session) -> None:
    noise(session)
    scene = make_scene(session)
    comment(session, scene)
    session.execute(update(Tally).where(Tally.consultation_id == scene.id).values(value=Tally.value + 3))
    session.execute(delete(Tally).where(Tally.consultation_id != scene.id))
    wrong = differences(session)
    mine = [
        (row.subject, row.name, row.kept, row.counted) for row in wrong if row.consultation_id == scene.id
    ]
    assert mine == [(ALL, "published", 4, 1), (f"clause:{scene.clauses[0]}", VOICES, 4, 1)]
    assert {row.kept for row in wrong if row.consultation_id != scene.id} == {0}
    assert recount(session) == wrong
    assert differences(session) == []
    assert recount(session) == []


def test_the_command_says_what_it_puts_right(app: Flask, database: MigratedDatabase) -> None:
    made = committed(database.engine, make_scene)
    committed(database.engine, lambda session: comment(session, made))
    run = app.test_cli_runner()
    assert run.invoke(args=["database", "recount", "--check"]).output == RIGHT
    committed(database.engine, lambda session: session.execute(delete(Tally)))
    checked = run.invoke(args=["database", "recount", "--check"])
    assert (checked.exit_code, "published: 0, not 1" in checked.output) == (1, True)
    assert run.invoke(args=["database", "recount"]).output == checked.output
    assert run.invoke(args=["database", "recount", "--check"]).exit_code == 0


def test_thirty_voices_at_once_are_thirty(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    people = committed(database.engine, lambda session: [person(session) for _ in range(MANY)])
    acts = [lambda session, actor=actor: comment(session, scene, by=actor) for actor in people]
    assert {type(done) for done in at_once(database.engine, acts)} == {Contribution}
    with Session(database.engine) as session:
        assert numbers(session, scene, ALL) == {"published": MANY}
        assert differences(session) == []


@pytest.mark.parametrize("voters", [1, 6])
def test_parallel_votes_count_once_a_person(database: MigratedDatabase, voters: int) -> None:
    scene = committed(database.engine, make_scene)
    people = committed(database.engine, lambda session: [person(session) for _ in range(voters)])
    choices = ("agree", "disagree", "pass")
    acts = [
        lambda session, i=i: vote_on_clause(
            session, actor=people[i % voters], now=moments.DURING + timedelta(seconds=i % 4),
            consultation_id=scene.id, clause_id=scene.clauses[0], choice=choices[i % 3],
        )
        for i in range(MANY)
    ]  # fmt: skip
    assert set(at_once(database.engine, acts)) <= set(choices)
    with Session(database.engine) as session:
        votes = numbers(session, scene, f"clause:{scene.clauses[0]}")
        assert sum(votes.values()) == voters
        assert differences(session) == []


def _hide(session: Session, scene: Scene, row: Contribution) -> None:
    hide(session, scene, row)


def test_hiding_and_voting_and_withdrawing_at_once_leave_the_numbers_right(
    database: MigratedDatabase,
) -> None:
    scene = committed(database.engine, make_scene)
    said = committed(
        database.engine,
        lambda session: [comment(session, scene, by=scene.author, stance="oppose") for _ in range(6)],
    )
    people = committed(database.engine, lambda session: [person(session) for _ in range(10)])
    acts: list[Callable[[Session], object]] = [
        partial(
            vote_on_contribution, actor=actor, now=moments.DURING, reference=said[0].reference, choice="agree"
        )
        for actor in people
    ]
    for row in said:
        acts.append(partial(_hide, scene=scene, row=row))
        acts.append(partial(withdraw, actor=scene.author, now=moments.DURING, reference=row.reference))
    at_once(database.engine, acts)
    with Session(database.engine) as session:
        assert numbers(session, scene, ALL).get("published", 0) == 0
        assert differences(session) == []


def test_the_migration_counts_what_is_there(database: MigratedDatabase) -> None:
    committed(database.engine, noise)
    with Session(database.engine) as session:
        before = {row[:3]: row[3] for row in _summed(session)}
    database.engine.dispose()
    go_back(database.url, "0006")
    command.upgrade(alembic_config(database.url), "head")
    with Session(database.engine) as session:
        assert differences(session) == []
        assert {row[:3]: row[3] for row in _summed(session)} == before


def _summed(session: Session) -> list[tuple[int, str, str, int]]:
    found: dict[tuple[int, str, str], int] = {}
    for row in session.scalars(select(Tally)):
        key = (row.consultation_id, row.subject, row.name)
        found[key] = found.get(key, 0) + row.value
    return [(*key, value) for key, value in found.items() if value]
