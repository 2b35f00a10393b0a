"""Every public page asks the database for little, whoever is signed in and wherever the consultation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.shared.state import State
from tests.access.declared import NEEDS
from tests.access.visiting import browser, path_of
from tests.attack.forms import get
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.access.conftest import WorldOf

MOST = 12
# The page of a commitment says also what the forum said of it, once there is one.
MORE = {"public.commitment": 1}
READERS = frozenset({"nobody", "citizen", "representative", "officer", "moderator", "publisher"})


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is asked does not differ by it."""
    return "sqlite"


# The desk's pages are counted in tests/desk, those that many voices stand on in tests/speed.
@pytest.mark.parametrize("state", [State.OPEN, State.CLOSED, State.ANSWERED])
def test_a_public_page_needs_few_statements(app: Flask, world_of: WorldOf, state: State) -> None:
    world, client, numbers = world_of(state), browser(app), {}
    readers = [visitor for visitor in world.visitors if visitor.name in READERS]
    assert len(readers) == len(READERS)
    # The body that runs the site is read once in the seconds for which pages are kept: no page's own.
    get(client, "/en/login", "")
    app.extensions["operator"].until = float("inf")
    for rule in app.url_map.iter_rules():
        if not rule.endpoint.startswith("public.") or rule.endpoint not in NEEDS:
            continue
        path = path_of(app, rule, world.things)
        for visitor in readers:
            with statements_of(app.extensions["engine"]) as sent:
                answer = get(client, path, visitor.cookie)
            if answer.status_code == 200 and answer.mimetype == "text/html":
                numbers[path, visitor.name] = len(sent) - MORE.get(rule.endpoint, 0)
    assert numbers
    assert {key: number for key, number in numbers.items() if number > MOST} == {}
