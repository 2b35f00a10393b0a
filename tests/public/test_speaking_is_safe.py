"""Nobody need fear speaking: who voted what, whose address it is and who chose no name stand on no page but their own.

Every page that links lead to is read as everybody, from the first page and the desk; then two people exchange their
votes, so that every total stays as it was, and all is read again: nothing that anybody but the two sees may change.
One reading serves both questions. Who reads and which engine answers are independent: what a page shows of a row is
decided by the same statements and the same code on both, and ``tests/access`` visits both as everybody. So on SQLite
everybody reads, on PostgreSQL a reader and a moderator, in either state.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.services import vote_on_clause, vote_on_contribution
from consult.jobs import delivery
from consult.votes.models import Vote
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.conftest import At

_LINK = re.compile(r'<a\b[^>]*\bhref="(/[^"#]*)')
# What differs from one answer to the next: tokens, keys, and what was never the same twice.
_FLEETING = re.compile(r'name="(?:csrf_token|key|once|writer)"(?: type="hidden")? value="[^"]*"')
_HIDDEN_NAME = "A name that was not to be shown"
# Those who see the most; what the others see is part of it.
POWERFUL = ("reader", "moderator", "officer", "auditor", "administrator")
OTHERS = ("publisher", "coordinator", "citizen")
FEW = POWERFUL[:2]


@dataclass
class World:
    """An answered consultation, those who voted opposite ways in it, and everybody who may look."""

    told: Answered
    voters: tuple[Actor, Actor]
    unnamed: Actor
    others: dict[str, Actor | None]


@pytest.fixture
def world(committed: Committed) -> World:
    """Return it, committed."""
    with committed() as session:
        voters = person(session, name="First voter"), person(session, name="Second voter")
        unnamed = person(session, name=_HIDDEN_NAME)

        def also(scene: Scene, said: Contribution) -> list[Contribution]:
            for voter, choice in zip(voters, ("agree", "disagree"), strict=True):
                _vote(session, scene, said, voter, choice)
            return [comment(session, scene, by=unnamed)]

        told = answered(session, also)
        scene = told.scene
        others: dict[str, Actor | None] = {
            "reader": None, "citizen": person(session), "officer": scene.officer, "moderator": scene.moderator,
            "publisher": scene.publisher, "coordinator": person(session, (Role.COORDINATOR, SITE)),
            "auditor": person(session, (Role.AUDITOR, SITE)),
            "administrator": person(session, (Role.ADMINISTRATOR, SITE)),
        }  # fmt: skip
    return World(told, voters, unnamed, others)


def _vote(session: Session, scene: Scene, said: Contribution, voter: Actor, choice: str) -> None:
    vote_on_clause(
        session, actor=voter, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0], choice=choice
    )  # fmt: skip
    vote_on_contribution(session, actor=voter, now=moments.DURING, reference=said.reference, choice=choice)


def exchange(committed: Committed, world: World) -> None:
    """Give each of the two the other's votes; the totals stay."""
    first, second = (voter.user_id for voter in world.voters)
    with committed() as session:
        swapped = {first: "disagree", second: "agree"}
        for user_id, choice in swapped.items():
            session.execute(update(Vote).where(Vote.user_id == user_id).values(choice=choice))


def browser(app: Flask, actor: Actor | None, committed: Committed) -> ReviewingClient:
    """Return the browser of ``actor``, signed in; of a reader for None."""
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    if actor is not None:
        with committed() as session:
            user = session.get_one(User, actor.user_id)
        client.sign_in(user)
    return client


def read_by(client: ReviewingClient) -> dict[str, str]:
    """Return every page and file that links lead to from the first page, the desk and the account, by address."""
    queue = ["/en/", "/en/account/", "/en/desk/"]
    # Whoever follows a link to a room that is not theirs is left a message: this page takes what waits.
    FlaskClient.open(client, "/en/")
    found: dict[str, str] = {}
    while queue:
        path = queue.pop(0)
        # Signing in on the way to somewhere is one page, wherever it leads.
        if path in found or not path.startswith("/en/") or "next=" in path:
            continue
        # The reviewing of these same pages is other tests' work, and slow.
        answer = FlaskClient.open(client, path)
        text = answer.get_data().decode(errors="replace")
        found[path] = _FLEETING.sub("", text)
        if answer.mimetype == "text/html":
            queue += [unescape(link) for link in _LINK.findall(text)]
    return found


def secrets_of(world: World, committed: Committed, name: str) -> set[str]:
    """Return the addresses and names that stand on no page of this reader."""
    with committed() as session:
        addresses = set(session.scalars(select(User.email)))
    actor = world.others[name]
    silent = {_HIDDEN_NAME, *(str(voter.public_name) for voter in world.voters)}
    return addresses - {actor.email if actor else ""} | silent


def shown_of(secrets: set[str], pages: dict[str, str]) -> list[tuple[str, str]]:
    """Return which pages show something that was not to be shown."""
    assert len(pages) > 10
    return [(path, each) for path, page in pages.items() for each in secrets if each in page]


@pytest.mark.parametrize(
    ("now", "readers"), [(moments.DURING, POWERFUL), (moments.LATER, FEW)], ids=["open", "answered"]
)
def test_nothing_that_others_see_says_who_voted_what_or_who_somebody_is(
    app: Flask,
    world: World,
    committed: Committed,
    at: At,
    engine_name: str,
    now: datetime,
    readers: tuple[str, ...],
) -> None:
    at(now)
    readers = readers if engine_name == "sqlite" else FEW
    others = {name: browser(app, world.others[name], committed) for name in readers}
    voter = browser(app, world.voters[0], committed)
    before = {name: read_by(client) for name, client in others.items()}
    for name, pages in before.items():
        assert shown_of(secrets_of(world, committed, name), pages) == [], name
    own_before = read_by(voter)
    exchange(committed, world)
    for name, client in others.items():
        after = read_by(client)
        assert after.keys() == before[name].keys()
        assert [path for path, page in before[name].items() if after[path] != page] == [], name
    assert any(path.endswith(".csv") for path in before["reader"])
    assert any("/queue/" in path for path in before["moderator"])
    own_after = read_by(voter)
    own = [path for path, page in own_before.items() if own_after.get(path) != page]
    if now == moments.DURING:
        # Their own choice is theirs to see: so the comparison sees votes where they are.
        assert own
        places = ("/contributions/", "/text/", "/account/")
        assert all(any(place in path for place in places) for path in own)


@pytest.mark.parametrize(
    ("now", "readers"), [(moments.DURING, OTHERS), (moments.LATER, ())], ids=["open", "answered"]
)
def test_no_page_shows_an_address_or_a_name_that_was_not_to_be_shown(
    app: Flask,
    world: World,
    committed: Committed,
    at: At,
    engine_name: str,
    now: datetime,
    readers: tuple[str, ...],
) -> None:
    at(now)
    for name in readers if engine_name == "sqlite" else ():
        pages = read_by(browser(app, world.others[name], committed))
        assert shown_of(secrets_of(world, committed, name), pages) == [], name
    own = read_by(browser(app, world.unnamed, committed))
    assert any(_HIDDEN_NAME in page for page in own.values())


def test_no_mail_names_anybody_but_its_reader(app: Flask, world: World, committed: Committed, at: At) -> None:
    at(moments.LATER)
    with committed() as session:
        addresses = set(session.scalars(select(User.email)))
    assert delivery.deliver_due(app) > 0
    folder = app.extensions["settings"].var_dir / "mail"
    silent = {_HIDDEN_NAME, *(str(voter.public_name) for voter in world.voters)}
    mails = list(folder.glob("*.eml"))
    assert mails
    for path in mails:
        mail = path.read_text(encoding="utf-8")
        found = {each for each in addresses | silent if each in mail}
        assert len(found) == 1, found
