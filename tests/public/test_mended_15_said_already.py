"""Whoever goes back and sends the same again is led to what has arrived, with a word about it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Draft
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def test_a_new_form_with_the_same_words_leads_to_the_first(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    paths = [
        location(client.submit(text_url(asked), {"body": "Once is enough"}, action="/contribute"))
        for _time in range(2)
    ]
    assert paths[0] == paths[1]
    assert "This had already arrived: here it is" in client.get(paths[1]).text
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(Contribution)) == 1
    other = client.submit(text_url(asked), {"body": "Something else"}, action="/contribute")
    assert location(other) != paths[0]
    assert "It has arrived" in client.get(location(other)).text


def test_what_waits_is_kept_once_and_said(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    for _time in range(2):
        client.submit(text_url(asked), {"body": "Kept once"}, action="/contribute")
    page = client.get("/en/login").text
    assert "They are kept once" in page
    assert len(re.findall("Kept once", client.get("/en/draft").text)) == 1
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 1
