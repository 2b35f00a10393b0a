"""What every test of the domain finds: a session in which other consultations went on, and one of its own.

All of it is made once for each worker and engine, in a database of its own that no test leaves anything in; a test
gets the rows as its own session reads them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from sqlalchemy import inspect
from sqlalchemy.orm import Session

from consult.orm import Base
from consult.shared.state import State
from tests.databases import undone
from tests.factories.answers import Answered, answered, noise
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from tests.databases import MigratedDatabase

Made = TypeVar("Made", Scene, Answered)


@dataclass(frozen=True)
class Peopled:
    """A database with noise in it, and the scenes that tests ask for."""

    database: MigratedDatabase
    scene: Scene
    draft: Scene
    ended: Answered


@pytest.fixture(scope="session")
def peopled_on(databases: Callable[..., MigratedDatabase]) -> Callable[[str], Peopled]:
    """Return a function that gives the database of the domain's tests on an engine, filled once."""

    @cache
    def on(engine: str) -> Peopled:
        database = databases(engine, "domain")
        writing = database.engine.execution_options(write=True)
        with Session(writing, expire_on_commit=False) as session, session.begin():
            noise(session)
            return Peopled(database, make_scene(session), make_scene(session, State.DRAFT), answered(session))

    return on


@pytest.fixture
def peopled(engine_name: str, peopled_on: Callable[[str], Peopled]) -> Peopled:
    """Return the database of the domain's tests on the engine."""
    return peopled_on(engine_name)


@pytest.fixture
def session(peopled: Peopled) -> Iterator[Session]:
    """Return the session of the test with noise in it."""
    with undone(peopled.database) as opened:
        yield opened


@pytest.fixture
def scene(session: Session, peopled: Peopled) -> Scene:
    """Return an announced consultation in which nothing was said; it is open at ``moments.DURING``."""
    return _read_by(session, peopled.scene)


@pytest.fixture
def draft(session: Session, peopled: Peopled) -> Scene:
    """Return a consultation that was not announced."""
    return _read_by(session, peopled.draft)


@pytest.fixture
def ended(session: Session, peopled: Peopled) -> Answered:
    """Return an answered consultation."""
    return _read_by(session, peopled.ended)


def _read_by(session: Session, made: Made) -> Made:
    """Return what was made, with its rows as a session reads them and lists of its own."""
    own: dict[str, Any] = {each.name: _own(session, getattr(made, each.name)) for each in fields(made)}
    return replace(made, **own)


def _own(session: Session, value: object) -> object:
    if isinstance(value, Base):
        return session.get_one(type(value), inspect(value).identity)
    if isinstance(value, Scene):
        return _read_by(session, value)
    return list(value) if isinstance(value, list) else value
