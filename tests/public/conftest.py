"""Scenes that are committed, for tests that go through the pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from tests.databases import MigratedDatabase
from tests.factories.progress import NOW, Promised, promised
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from tests.conftest import At

Committed = Callable[[], "AbstractContextManager[Session]"]


@pytest.fixture
def committed(database: MigratedDatabase) -> Committed:
    """Return a function that opens a session whose work is committed at its end."""

    @contextmanager
    def open_session() -> Iterator[Session]:
        engine = database.engine.execution_options(write=True)
        with Session(engine, expire_on_commit=False) as session, session.begin():
            yield session

    return open_session


@pytest.fixture
def asked(committed: Committed) -> Scene:
    """Return an announced consultation; the moment of the test decides whether it is open."""
    with committed() as session:
        made = make_scene(session)
        assert made.consultation.texts
    return made


@pytest.fixture
def made(committed: Committed, at: At) -> Promised:
    """Return an adopted commitment, half a year after its milestone began; its plan and its milestone are read."""
    at(NOW)
    with committed() as session:
        there = promised(session)
        assert (there.commitment.plan.slug, there.milestone.id) != ("", 0)
    return there


@pytest.fixture
def user_of(committed: Committed) -> Callable[[Actor], User]:
    """Return a function that finds the user behind an actor, for signing in."""

    def find(actor: Actor) -> User:
        with committed() as session:
            found = session.get(User, actor.user_id)
        assert found is not None
        return found

    return find
