"""The forum as readers have it: not there before anything of it is, in the foot and in the map from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.forum import RULES, ruled, seated
from tests.factories.texts import organisation
from tests.public.conftest import Committed
from tests.review import words
from tests.site_map import mapped
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from tests.conftest import At


@pytest.fixture
def page_seconds() -> float:
    """Return that nothing is kept: these tests publish and ask again at once."""
    return 0


def test_forum_is_nowhere_before_anything_of_it_is_published(client: ReviewingClient) -> None:
    for address in ("/ar/forum/", "/en/forum/", "/en/forum/rules/1/"):
        assert client.get(address).status_code == 404
    assert "/forum/" not in client.page("/en/").source
    assert not [path for path in mapped(client) if "/forum/" in path]


@pytest.mark.parametrize("publish", [ruled, seated])
def test_forum_is_in_the_foot_and_in_the_map_once_there_are_rules_or_a_seat(
    client: ReviewingClient, committed: Committed, at: At, publish: object
) -> None:
    at(moments.DURING)
    with committed() as session:
        publish(session)  # type: ignore[operator]  # one of two factories
    assert any(link.get("href") == "/en/forum/" for link in client.page("/en/").every("a"))
    assert "/en/forum/" in mapped(client)
    told = words(client.page("/en/forum/").root)
    assert ("No rules were published yet." in told) is (publish is seated)
    assert ("1 seat is held today." in told) is (publish is seated)


def test_forum_leads_to_the_edition_and_to_its_reason(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        ruled(session)
    at_forum = client.page("/en/forum/")
    assert any(link.get("href") == "/en/forum/rules/1/" for link in at_forum.every("a"))
    edition = words(client.page("/en/forum/rules/1/").root)
    assert RULES[1] in edition
    assert "A published reason" in edition


def test_forum_shows_every_sector_and_leads_to_those_that_hold_a_seat(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        seated(session)
        seated(session, sector="academia", since=moments.ANNOUNCED.date())
    page = client.page("/en/forum/")
    linked = [link.get("href", "") for link in page.every("a") if link.get("href", "").startswith("#")]
    assert {"#government", "#academia"} <= set(linked)
    assert not {"#private", "#municipality", "#balance"} & set(linked)
    assert '<th scope="row">Municipalities</th><td class="num">0</td>' in page.source


def test_a_seat_asks_of_the_page_of_its_body_one_statement_and_of_others_none(
    app: Flask, client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        body = organisation(session)

    def asked() -> int:
        client.get("/en/")
        app.extensions["operator"].until = float("inf")
        with statements_of(app.extensions["engine"]) as sent:
            client.page(f"/en/organisations/{body.slug}/")
        app.extensions["operator"].until = 0.0
        return len(sent)

    before = asked()
    with committed() as session:
        seated(session, body, since=moments.ANNOUNCED.date() - timedelta(days=1))
    # And one for what the forum said of it, once there is a forum.
    assert asked() == before + 2
    with committed() as session:
        for post in ("One", "Two", "Three"):
            seated(session, body, post_en=post)
    # And one for what the forum said of it, once there is a forum.
    assert asked() == before + 2
