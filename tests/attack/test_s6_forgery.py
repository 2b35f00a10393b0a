"""S6: nothing is changed by a request that does not come from our own page, with the token of that very browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.orm import Base
from consult.shared.state import State
from consult.web.csrf import form_token
from tests.access.conftest import committed, world_of  # noqa: F401 - fixtures
from tests.access.declared import NEEDS, Answer
from tests.access.visiting import browser, path_of, what_came
from tests.architecture.access_table import ACCESS
from tests.on_one_engine import on_sqlite

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.access.people import Visitor
    from tests.access.world import World
    from tests.databases import MigratedDatabase

# Engines do not differ in it: what is refused reaches no query of a form.
pytestmark = on_sqlite
OURS = {"Sec-Fetch-Site": "same-origin"}
# How a request may say where it comes from, or not say it.
STRANGERS: dict[str, dict[str, str]] = {
    "another site": {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"},
    "a neighbour": {"Sec-Fetch-Site": "same-site"},
    "an address bar": {"Sec-Fetch-Site": "none"},
    "null": {"Origin": "null"},
    "an older browser elsewhere": {"Origin": "http://evil.example"},
    "a look-alike": {"Origin": "http://localhost.evil.example"},
    "a user name": {"Origin": "http://localhost@evil.example"},
    "a page elsewhere": {"Referer": "http://evil.example/?http://localhost/"},
    "silence": {},
}
WHO = ("nobody", "citizen", "administrator")
REFUSED = {"400", "404", Answer.MISSING, Answer.SIGN_IN}


def rows(database: MigratedDatabase) -> dict[str, int]:
    """Return how many rows each table holds."""
    with Session(database.engine) as session:
        counted = {
            name: session.scalar(select(func.count()).select_from(table))
            for name, table in Base.metadata.tables.items()
        }
    return {name: number or 0 for name, number in counted.items()}


def posts(app: Flask, world: World) -> list[tuple[str, str]]:
    """Return endpoint and path of each address that takes a form."""
    return [
        (rule.endpoint, path_of(app, rule, world.things))
        for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or ()) and rule.endpoint in NEEDS
    ]


def send(app: Flask, path: str, visitor: Visitor, token: str | None, headers: dict[str, str]) -> TestResponse:
    """Send a form with or without a token."""
    fields = {"number": "1", "choice": "agree", "body": "Words"} | ({"csrf_token": token} if token else {})
    cookie = {"Cookie": visitor.cookie} if visitor.cookie else {}
    answer = browser(app).post(path, data=fields, headers={**cookie, **headers})
    answer.get_data()
    answer.close()
    return answer


@pytest.fixture
def world(world_of: WorldOf) -> World:  # noqa: F811 - the fixture
    """Return an open consultation with everything in it."""
    return world_of(State.OPEN)


def test_no_form_is_taken_without_the_token_of_its_browser(
    app: Flask, world: World, database: MigratedDatabase
) -> None:
    before = rows(database)
    people = {visitor.name: visitor for visitor in world.visitors}
    taken = []
    for endpoint, path in posts(app, world):
        for name in WHO:
            # None, nonsense, another person's, and a reader's signed for another address.
            with app.test_request_context():
                elsewhere = form_token("/en/consultations/none/contribute")
            others = people["representative"].form_token
            for token in (None, "nonsense", others, elsewhere):
                answer = send(app, path, people[name], token, OURS)
                if what_came(answer) not in REFUSED:
                    taken.append((endpoint, name, str(token)[:12], what_came(answer)))
    assert taken == []
    assert rows(database) == before


@pytest.mark.parametrize("stranger", list(STRANGERS))
def test_no_form_is_taken_from_elsewhere(
    app: Flask, world: World, database: MigratedDatabase, stranger: str
) -> None:
    before = rows(database)
    people = {visitor.name: visitor for visitor in world.visitors}
    taken = []
    for endpoint, path in posts(app, world):
        for name in WHO:
            token = people[name].form_token
            if name == "nobody" and ACCESS[endpoint] == "anonymous":
                with app.test_request_context():
                    token = form_token(path)
            answer = send(app, path, people[name], token, STRANGERS[stranger])
            if what_came(answer) not in REFUSED:
                taken.append((endpoint, name, what_came(answer)))
    assert taken == []
    assert rows(database) == before


def test_reading_changes_nothing(app: Flask, world: World, database: MigratedDatabase) -> None:
    before = rows(database)
    people = {visitor.name: visitor for visitor in world.visitors}
    for rule in app.url_map.iter_rules():
        if rule.endpoint in NEEDS:
            for visitor in (people["citizen"], people["moderator"]):
                headers = {"Cookie": visitor.cookie, **OURS}
                fields = {
                    "choice": "agree",
                    "body": "Words",
                    "csrf_token": visitor.form_token,
                    "_method": "POST",
                }
                path = path_of(app, rule, world.things)
                browser(app).get(path, headers=headers, query_string=fields).close()
    assert rows(database) == before


def test_signing_in_needs_a_token_too(app: Flask) -> None:
    answer = browser(app).post("/en/login", data={"email": "a@example.org", "password": "x"}, headers=OURS)
    assert answer.status_code == 400
