"""One letter is keyed in thirty times at once, and the same words by two moderators: it becomes one voice."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.contributions.models import Contribution, Letter, Status
from consult.contributions.services import attach_original
from consult.moderation.services import ask_erasure
from consult.outcomes.models import Outcome
from consult.outcomes.services import erase as erase_words
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.letters import letter
from tests.factories.numbers import differences
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

MANY = 30
Act = Callable[[Session], None]


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation, committed."""
    return committed(database.engine, make_scene)


def numbers(database: MigratedDatabase) -> tuple[int, int]:
    """Return how many letters and voices there are; the kept numbers say the same."""
    with Session(database.engine) as session:
        assert differences(session) == []
        kept = [
            session.scalar(select(func.count()).select_from(each)) or 0 for each in (Letter, Contribution)
        ]
    return kept[0], kept[1]


def test_key_in_of_one_form_thirty_times_at_once_is_one(database: MigratedDatabase, scene: Scene) -> None:
    def act(session: Session) -> None:
        letter(session, scene, key="one form", body="كلمات واحدة")

    assert codes(at_once(database.engine, [act] * MANY)) == []
    assert numbers(database) == (1, 1)


def test_key_in_of_the_same_words_at_once_asks_all_but_one(database: MigratedDatabase, scene: Scene) -> None:
    def say(number: int) -> Act:
        def act(session: Session) -> None:
            letter(session, scene, key=f"form {number}", body="كلمات واحدة")

        return act

    refused = codes(at_once(database.engine, [say(number) for number in range(MANY)]))
    assert refused == ["keyed-in-already"] * (MANY - 1)
    assert numbers(database) == (1, 1)


def answerable(session: Session) -> Scene:
    """Return a closed consultation whose answer can be published."""
    scene = make_scene(session)
    respond(session, scene, theme(session, scene, comment(session, scene)))
    return scene


def test_key_in_while_the_answer_is_published_leaves_nothing_unanswered(database: MigratedDatabase) -> None:
    scene = committed(database.engine, answerable)

    def say(number: int) -> Act:
        def act(session: Session) -> None:
            # Each came before the answer, by its clock, and waits for its turn beside it.
            letter(session, scene, key=f"form {number}", body=f"كلمات {number}", now=moments.AFTER)

        return act

    def answer(session: Session) -> None:
        publish(session, scene, now=moments.ANSWERED)

    at_once(database.engine, [each for number in range(MANY // 2) for each in (answer, say(number))])
    letters, _voices = numbers(database)
    with Session(database.engine) as session:
        outcomes = session.scalar(select(func.count()).select_from(Outcome)) or 0
    # Whichever was first refuses the other: an answer that does not know of a letter, or a letter after the answer.
    assert (letters == 0) != (outcomes == 0)


def test_an_original_that_is_kept_while_the_words_are_erased_goes_with_them(
    database: MigratedDatabase, scene: Scene
) -> None:
    reference = committed(database.engine, lambda session: letter(session, scene)).reference
    kept, begun = Event(), Event()

    def attach(session: Session) -> None:
        attach_original(
            session, actor=scene.moderator, now=moments.DURING, reference=reference, stored_key="a" * 32,
            media_type="text/plain", size=3, stem="The name of its sender",
        )  # fmt: skip
        kept.set()
        begun.wait(10)

    def erase(session: Session) -> None:
        kept.wait(10)
        begun.set()
        other = person(session, (Role.MODERATOR, scene.organisation.scope))
        ask_erasure(session, actor=other, now=moments.DURING, reference=reference, reason="A name")
        erase_words(
            session, actor=scene.moderator, now=moments.DURING, reference=reference, rule=None, reason=REASON
        )

    assert codes(at_once(database.engine, [attach, erase])) == []
    with Session(database.engine) as session:
        row = session.scalars(select(Letter)).one()
        assert row.contribution.status == Status.ERASED
        assert (row.stored_key, row.stem) == (None, "")
