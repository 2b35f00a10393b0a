"""NUL and other marks that nobody types: an address or a form that carries them is answered.

PostgreSQL keeps no NUL and refuses to be asked for one, so it is the engine to ask.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from consult.shared.state import State
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.access.declared import NEEDS
from tests.access.visiting import browser, path_of
from tests.attack.forms import get, pages_due, send, shown
from tests.on_one_engine import on_postgresql

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.access.conftest import WorldOf
    from tests.access.people import Visitor

MARKED = "V-2026\x00-0001"
REFUSED, FAILED = 300, 500


@pytest.fixture
def answering(app: Flask) -> Flask:
    """Return the application, which answers a failure with a page."""
    app.testing = False
    app.config["PROPAGATE_EXCEPTIONS"] = False
    return app


def those_who_may(client: FlaskClient, path: str, visitors: list[Visitor]) -> list[Visitor]:
    """Return the reader without an account, who asks for anything, and the first of those who are shown the page."""
    shown_to = (each for each in visitors if get(client, path, each.cookie).status_code < REFUSED)
    return list({each.name: each for each in (visitors[0], next(shown_to, visitors[0]))}.values())


@on_postgresql
def test_no_field_of_a_form_fails_on_it(answering: Flask, world_of: WorldOf) -> None:  # noqa: F811
    world = world_of(State.CLOSED)
    failed = set()
    for form in shown(answering, pages_due(answering, world)):
        for name in {*form.sent, *form.typed} - {"csrf_token"}:
            if send(answering, form, form.sent | {name: [MARKED]}).status_code >= FAILED:
                failed.add((form.endpoint, name))
    assert failed == set()


@on_postgresql
def test_no_part_of_an_address_fails_on_it(answering: Flask, world_of: WorldOf) -> None:  # noqa: F811
    world = world_of(State.CLOSED)
    client = browser(answering)
    failed = set()
    for rule in answering.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint not in NEEDS:
            continue
        there = path_of(answering, rule, world.things)
        for part in there.split("/")[2:]:
            path = there.replace(f"/{part}", f"/{quote(MARKED)}", 1) if part else there
            for visitor in those_who_may(client, there, world.visitors):
                if get(client, path, visitor.cookie).status_code >= FAILED:
                    failed.add((rule.rule, path))
    assert failed == set()
