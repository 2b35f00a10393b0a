"""Kept numbers against a recount: whatever many people and staff do at one instant, drawn by lot, on both engines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.queries import by_reference
from consult.contributions.services import vote_on_clause, vote_on_contribution, withdraw
from consult.moderation.services import ask_erasure
from consult.outcomes import services as outcomes
from consult.shared.errors import DomainError
from tests.databases import MigratedDatabase
from tests.domain.parallel import REFUSED, at_once, committed
from tests.factories import moments
from tests.factories.numbers import differences, recount
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide, reply, translation

PEOPLE, ROUNDS, AT_ONCE = 5, 5, 20
CHOICES = ("agree", "disagree", "pass")
Act = Callable[[Session], object]


def said(session: Session, reference: str) -> Contribution:
    """Return a contribution."""
    found = by_reference(session, reference)
    assert found is not None
    return found


def spoken(session: Session, scene: Scene, actor: Actor) -> str:
    return comment(session, scene, by=actor, stance="support").reference


def replied(session: Session, reference: str, actor: Actor) -> str:
    return reply(session, said(session, reference), by=actor).reference


def clarified(session: Session, scene: Scene, reference: str) -> str:
    return clarification(session, scene, said(session, reference)).reference


def hidden(session: Session, scene: Scene, reference: str) -> None:
    hide(session, scene, said(session, reference))


def translated(session: Session, scene: Scene, reference: str) -> None:
    translation(session, scene, said(session, reference))


def failed(session: Session, scene: Scene, actor: Actor) -> None:
    """Say something, and fail before it is committed."""
    comment(session, scene, by=actor, stance="oppose")
    raise DomainError("rolled-back")


def nothing_wrong(session: Session) -> None:
    """Count anew in the midst of it all."""
    assert recount(session) == []


def drawn(lot: Random, scene: Scene, people: list[Actor], references: list[str]) -> Act:
    """Return one act of one person, or of staff, on one voice."""
    actor, reference, choice = lot.choice(people), lot.choice(references), lot.choice(CHOICES)
    now = moments.DURING + timedelta(seconds=lot.randrange(60))
    act = partial(
        vote_on_clause, actor=actor, now=now, consultation_id=scene.id, clause_id=scene.clauses[0], choice=choice
    )  # fmt: skip
    votes: list[Act] = [
        act,
        partial(vote_on_contribution, actor=actor, now=now, reference=reference, choice=choice),
    ]
    others: list[Act] = [
        partial(hidden, scene=scene, reference=reference),
        partial(outcomes.restore, actor=scene.moderator, now=now, reference=reference, reason=REASON),
        partial(
            outcomes.erase, actor=scene.moderator, now=now, reference=reference, reason=REASON, rule=None
        ),
        partial(ask_erasure, actor=actor, now=now, reference=reference),
        partial(withdraw, actor=actor, now=now, reference=reference),
        partial(replied, reference=reference, actor=actor),
        partial(clarified, scene=scene, reference=reference),
        partial(translated, scene=scene, reference=reference),
        partial(failed, scene=scene, actor=actor),
        nothing_wrong,
    ]
    return lot.choice(lot.choice([votes, others]))


@pytest.mark.parametrize("seed", range(3))
def test_numbers_are_what_a_recount_says_whatever_is_done_at_once(
    database: MigratedDatabase, seed: int
) -> None:
    lot = Random(seed)  # noqa: S311 - a lot that is drawn the same way each time
    scene = committed(database.engine, make_scene)
    people = committed(database.engine, lambda session: [person(session) for _ in range(PEOPLE)])
    first = [partial(spoken, scene=scene, actor=actor) for actor in people * 2]
    references = [given for given in at_once(database.engine, first) if isinstance(given, str)]
    assert len(references) == len(first)
    for _ in range(ROUNDS):
        acts = [drawn(lot, scene, people, references) for _ in range(AT_ONCE)]
        # A vote gives its choice, and whoever speaks a reference.
        given = [each for each in at_once(database.engine, acts) if isinstance(each, str)]
        references += [each for each in given if each not in CHOICES]
        with Session(database.engine) as session:
            assert differences(session) == []


def test_withdrawing_waits_its_turn_with_hiding_and_showing_again(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    for _ in range(4):
        reference = committed(database.engine, partial(spoken, scene=scene, actor=scene.author))
        own = partial(withdraw, actor=scene.author, now=moments.DURING, reference=reference)
        alone = partial(
            outcomes.restore, actor=scene.moderator, now=moments.DURING, reference=reference, reason=REASON
        )
        acts: list[Act] = [own, partial(hidden, scene=scene, reference=reference), alone] * 6
        done = at_once(database.engine, acts)
        assert not all(isinstance(each, REFUSED) for each in done)
    with Session(database.engine) as session:
        assert differences(session) == []
