"""S3: who reaches what. Every address is visited by everyone in every state, and the tables say what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import STAFF
from consult.accounts.policies import roles_for
from consult.accounts.policies.permissions import Act
from consult.shared.state import State
from tests.access.declared import NEEDS, Answer, Right, Told
from tests.access.snapshot import Watch, snapshot_of
from tests.access.visiting import (
    Visit,
    browser,
    go,
    visits,
    what_came,
    what_is_due,
)
from tests.architecture.access_table import ACCESS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.access.world import World
    from tests.databases import MigratedDatabase

PLACES = [*State, "once"]
# PostgreSQL runs the same code: it is asked every third question, another third in each state.
STRIDE = {"sqlite": 1, "postgresql": 3}


def test_every_address_says_what_it_needs(app: Flask) -> None:
    assert {rule.endpoint for rule in app.url_map.iter_rules()} == set(NEEDS)


@pytest.mark.parametrize("endpoint", sorted(set(NEEDS) & set(ACCESS)))
def test_the_rule_of_an_address_lets_in_whom_its_act_is_for(endpoint: str) -> None:
    needs, rule = NEEDS[endpoint], ACCESS[endpoint]
    let_in = {str(role) for role in STAFF} if rule == "staff" else {rule}
    for need in (*needs.get, *needs.post):
        act = need.act if isinstance(need, Told | Right) else need
        if isinstance(act, Act) and rule not in {"public", "anonymous", "signed-in"}:
            assert {str(role) for role in roles_for(act)} <= let_in, f"{endpoint} keeps out whom {act} is for"


@pytest.mark.parametrize("place", PLACES)
def test_who_reaches_what(
    app: Flask, database: MigratedDatabase, engine_name: str, tmp_path: Path, world_of: WorldOf, place: str
) -> None:
    world = world_of(State.OPEN if place == "once" else State(place))
    before, watch = snapshot_of(database, tmp_path), Watch(app.extensions["engine"])
    client, wrong, came = browser(app), [], set()
    for visit in _asked(app, world, STRIDE[engine_name], place):
        answer, due = go(client, visit), what_is_due(visit, world)
        came.add(what_came(answer))
        if what_came(answer) != due:
            wrong.append(f"{visit}: {what_came(answer)}, not {due}")
        wrong += [f"{visit}: {problem}" for problem in _problems(visit, answer, wrote=watch.wrote(before))]
    assert not wrong, "\n".join(wrong)
    assert came == set(Answer)


def _asked(app: Flask, world: World, stride: int, place: str) -> Iterator[Visit]:
    """Yield every ``stride``th visit, another part of them in each place."""
    offset = PLACES.index(place)
    for number, visit in enumerate(visits(app, world, once=place == "once")):
        if (number + offset) % stride == 0:
            yield visit


def _problems(visit: Visit, answer: TestResponse, *, wrote: bool) -> Iterator[str]:
    """Yield what is wrong with an answer, whatever was due."""
    if wrote and visit.method != "POST":
        yield "reading wrote"
    if visit.method == "HEAD" and answer.data:
        yield "HEAD has a body"
    if answer.status_code == 405:
        allowed = {each.strip() for each in answer.headers.get("Allow", "").split(",")}
        if allowed != visit.rule.methods:
            yield f"allows {sorted(allowed)}"
