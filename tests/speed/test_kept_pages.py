"""Pages are kept for readers under everything that they show, and nothing of anybody is kept with them."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask
from markupsafe import Markup

from config import Settings
from consult import create_app
from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.services import vote_on_contribution
from consult.moderation.services import ask_erasure
from consult.outcomes.services import erase
from consult.shared.memory import MOST_BYTES, Memory
from consult.web import pages
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment, hide, reply
from tests.public.conftest import Committed, asked, committed, user_of
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from tests.conftest import At

__all__ = ["asked", "committed", "user_of"]
FILLED = re.compile(r'name="(csrf_token|once|key)" value="([^"]*)"')


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def kept(app: Flask) -> list[Any]:
    memory: Memory = app.extensions["memory"]
    return memory.held().of("pages").values()


def all_kept(app: Flask) -> str:
    memory: Memory = app.extensions["memory"]
    return repr([list(memory.held().of(kind)._kept.items()) for kind in MOST_BYTES])


def without(html: str) -> str:
    return FILLED.sub("", html)


def test_the_second_reader_gets_the_same_page_with_a_key_of_their_own(
    app: Flask, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    first, second = (app.test_client().get(text_url(asked)).text for _ in range(2))
    assert len(kept(app)) == 1
    assert without(first) == without(second)
    keys = [dict(FILLED.findall(page))["key"] for page in (first, second)]
    assert all(keys)
    assert keys[0] != keys[1]


def test_what_is_kept_is_read_all_the_same(app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    counts = []
    for _ in range(3):
        with statements_of(app.extensions["engine"]) as sent:
            app.test_client().get(text_url(asked))
        counts.append(len(sent))
    assert counts[1] == counts[2] > 1


def test_a_form_of_a_kept_page_can_be_sent(app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    app.test_client().get(text_url(asked))
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    answer = client.submit(text_url(asked), {"body": "Add a bus."}, action="/contribute")
    assert location(answer) == "/en/login?next=/en/draft"


def test_whatever_is_said_voted_hidden_or_changed_is_seen_by_the_next_reader(
    app: Flask, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)

    def page() -> str:
        return without(app.test_client().get(text_url(asked)).text)

    seen = [page()]
    with committed() as session:
        said = comment(session, asked, body="Add a <b>bus</b>.")
    seen.append(page())
    assert "Add a &lt;b&gt;bus&lt;/b&gt;." in seen[-1]
    with committed() as session:
        reply(session, said)
    seen.append(page())
    with committed() as session:
        vote_on_contribution(
            session, actor=asked.author, now=moments.DURING, reference=said.reference, choice="agree"
        )
    seen.append(page())
    with committed() as session:
        hide(session, asked, said)
    seen.append(page())
    assert "Add a" not in seen[-1]
    at(moments.AFTER)
    seen.append(page())
    assert len(set(seen)) == len(seen)


def test_what_was_erased_is_forgotten_by_every_process(
    settings: Settings, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author, body="Words to be erased.")
    other = create_app(settings)
    assert "Words to be erased." in other.test_client().get(text_url(asked)).text
    assert "Words to be erased." in all_kept(other)
    with committed() as session:
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
        erase(
            session, actor=asked.moderator, now=moments.DURING, reference=said.reference, rule=None, reason=REASON
        )  # fmt: skip
    other.test_client().get("/en/")
    assert "Words to be erased." not in all_kept(other)
    other.extensions["engine"].dispose()


def test_nothing_is_kept_of_who_has_signed_in_or_has_a_session(
    app: Flask, asked: Scene, user_of: Callable[[Actor], User], at: At
) -> None:
    at(moments.DURING)
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    client.sign_in(user_of(asked.author))
    assert asked.author.display_name in client.get(text_url(asked)).text
    sent_away = app.test_client()
    assert sent_away.get("/en/account/", may_set_cookie=True).status_code == 303
    assert "Sign in to go on." in sent_away.get(text_url(asked), may_set_cookie=True).text
    assert kept(app) == []
    assert "Sign in to go on." not in app.test_client().get(text_url(asked)).text


def test_what_is_filled_in_is_not_kept(app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    shown = dict(FILLED.findall(app.test_client().get(text_url(asked)).text))
    (page,) = kept(app)
    assert shown["csrf_token"]
    assert not any(value in piece for value in shown.values() for piece in page.pieces)


def test_only_what_looks_the_same_has_one_key() -> None:
    different = [
        "<b>",
        Markup("<b>"),
        1,
        True,
        1.0,
        None,
        "",
        [],
        {},
        [["a", 1]],
        {"a": 1},
        ["a", "b"],
        [["a", "b"]],
    ]
    assert len({pages._key(value) for value in different}) == len(different)
