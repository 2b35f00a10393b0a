"""What every test of the domain finds: a session in which other consultations went on, and one of its own."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from consult.shared.state import State
from tests.factories.answers import Answered, answered, noise
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene


@pytest.fixture
def session(session: Session) -> Session:
    """Return the session of the test with noise in it."""
    noise(session)
    return session


@pytest.fixture
def scene(session: Session) -> Scene:
    """Return an announced consultation in which nothing was said; it is open at ``moments.DURING``."""
    return make_scene(session)


@pytest.fixture
def draft(session: Session) -> Scene:
    """Return a consultation that was not announced."""
    return make_scene(session, State.DRAFT)


@pytest.fixture
def ended(session: Session) -> Answered:
    """Return an answered consultation."""
    return answered(session)
