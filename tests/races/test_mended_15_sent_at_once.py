"""The same words at one instant under different keys are one contribution, and nobody waits for another in a circle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.queries import lock_user
from consult.accounts.services import submissions
from consult.contributions.models import Contribution, Draft
from consult.contributions.queries import waiting_drafts
from consult.contributions.services import (
    keep_draft,
    publish_draft,
    submit,
    vote_on_clause,
    withdraw,
)
from consult.organisations import queries as organisations
from consult.outbox.models import OutboxMessage
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, committed
from tests.factories import moments
from tests.factories.organisations import verified
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, words

MANY = 12


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation, committed."""
    return committed(database.engine, make_scene)


def number(database: MigratedDatabase, model: type) -> int:
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_the_same_words_under_many_keys_are_one(database: MigratedDatabase, scene: Scene) -> None:
    typed = words(clause_id=scene.clauses[0])

    def post(key: str) -> Callable[[Session], str]:
        return lambda session: submit(
            session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
            words=replace(typed, key=key),
        ).reference  # fmt: skip

    assert len(set(at_once(database.engine, [post(f"key {each}") for each in range(MANY)]))) == 1
    assert (number(database, Contribution), number(database, OutboxMessage)) == (1, 1)


def test_a_draft_pressed_in_many_tabs_is_one(database: MigratedDatabase, scene: Scene) -> None:
    user_id = scene.author.user_id
    committed(
        database.engine,
        lambda session: keep_draft(
            session, now=moments.DURING, consultation_id=scene.id, words=words(), user_id=user_id
        ),
    )
    with Session(database.engine) as session:
        [draft] = [each.id for each in waiting_drafts(session, user_id=user_id)]

    def publish(key: str) -> Callable[[Session], str]:
        def act(session: Session) -> str:
            # As the pages do: each form takes its own key first, which names its person.
            submissions.claim(session, now=moments.DURING, user_id=user_id, key=key)
            said = publish_draft(
                session, actor=scene.author, now=moments.DURING, draft_id=draft, grace_hours=48
            )
            return said.reference

        return act

    assert len(set(at_once(database.engine, [publish(f"tab {each}") for each in range(MANY)]))) == 1
    assert (number(database, Contribution), number(database, Draft)) == (1, 1)


def test_posting_voting_withdrawing_and_changing_the_account_wait_for_nobody_in_a_circle(
    database: MigratedDatabase, scene: Scene
) -> None:
    said = committed(database.engine, lambda session: comment(session, scene, by=scene.author)).reference
    author, mark = scene.author, iter(range(1000))

    def post(session: Session) -> None:
        submit(session, actor=author, now=moments.DURING, consultation_id=scene.id, words=words())

    def vote(session: Session) -> None:
        vote_on_clause(
            session, actor=author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
            choice="agree",
        )  # fmt: skip

    def take_back(session: Session) -> None:
        withdraw(session, actor=author, now=moments.DURING, reference=said)

    def move(session: Session) -> None:
        # The address is a key: taking its lock with the change, after others have named the account, was a circle.
        held = lock_user(session, author.user_id, address=True)
        assert held is not None
        held.email = f"moved{next(mark)}@example.org"
        session.flush()

    def change(session: Session) -> None:
        submissions.claim(session, now=moments.DURING, user_id=author.user_id, key=f"form {next(mark)}")
        held = lock_user(session, author.user_id)
        assert held is not None
        held.mails_answers = not held.mails_answers

    assert at_once(database.engine, [post, vote, change, take_back, move] * 3) == [None] * 15


def test_speaking_for_an_organisation_that_is_changed_meanwhile(
    database: MigratedDatabase, scene: Scene
) -> None:
    """Whoever changes an organisation holds it and then a person; whoever speaks for it holds themselves first."""
    body, speaker = committed(database.engine, verified)

    def post(session: Session) -> None:
        typed = words(organisation=body.slug)
        submit(session, actor=speaker, now=moments.DURING, consultation_id=scene.id, words=typed)

    def change(session: Session) -> None:
        assert organisations.lock(session, body.id) is not None
        assert lock_user(session, speaker.user_id) is not None

    assert at_once(database.engine, [post, change] * 4) == [None] * 8
