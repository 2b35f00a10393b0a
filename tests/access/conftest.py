"""Worlds to visit, with the page cache on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.access.world import World, world
from tests.factories.scenes import NOW
from tests.kept_pages import page_seconds
from tests.public.conftest import committed

if TYPE_CHECKING:
    from flask import Flask

    from consult.shared.state import State
    from tests.conftest import At
    from tests.public.conftest import Committed

__all__ = ["committed", "page_seconds"]
WorldOf = Callable[["State"], World]


@pytest.fixture
def world_of(app: Flask, committed: Committed, at: At) -> WorldOf:
    """Return a function that makes the world of a state and holds the clock at its moment."""

    def make(state: State) -> World:
        with committed() as session:
            made = world(session, app, state)
        at(NOW[state])
        return made

    return make
