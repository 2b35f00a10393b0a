"""Voting, as somebody in a browser meets it."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.votes.models import KeptVote, Vote
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
SAME = {"Sec-Fetch-Site": "same-origin"}


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def count(committed: Committed, model: type) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_votes_change_until_the_closing(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    action = f"/clauses/{asked.clauses[0]}/vote"
    assert (
        "Recorded: Agree"
        in client.submit(text_url(asked), action=action, button="choice=agree", follow=True).text
    )
    page = client.submit(text_url(asked), action=action, button="choice=pass", follow=True).text
    assert "Recorded: Pass" in page
    assert 'value="pass" aria-pressed="true"' in page
    with committed() as session:
        assert session.scalars(select(Vote.choice)).all() == ["pass"]
    at(moments.CLOSES)
    assert action not in client.get(text_url(asked)).text


def test_a_late_vote_is_refused_in_words(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.CLOSES - timedelta(seconds=1))
    client.sign_in(user_of(asked.author))
    page = client.get(text_url(asked), may_set_cookie=True).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page)[0]
    at(moments.CLOSES)
    url = f"/en/consultations/{asked.consultation.slug}/clauses/{asked.clauses[0]}/vote"
    data = {"csrf_token": token, "choice": "agree"}
    answer = client.post(url, data=data, headers=SAME, follow_redirects=True)
    assert "does not take votes now" in answer.text
    assert count(committed, Vote) == 0


@pytest.mark.parametrize("who", ["signed in", "a reader"])
def test_a_vote_that_is_none_is_refused_in_words(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At, who: str
) -> None:
    at(moments.DURING)
    if who == "signed in":
        client.sign_in(user_of(asked.author))
    page = client.get(text_url(asked), may_set_cookie=True).text
    form = page[page.index(f"/clauses/{asked.clauses[0]}/vote") :]
    token = re.findall(r'name="csrf_token" value="([^"]+)"', form)[0]
    url = f"/en/consultations/{asked.consultation.slug}/clauses/{asked.clauses[0]}/vote"
    for sent in ({"choice": "agree; disagree"}, {"choice": ""}, {}):
        answer = client.post(url, data={"csrf_token": token, **sent}, headers=SAME)
        assert location(answer) == text_url(asked)
        assert "press one of the three. Nothing was recorded." in client.get(text_url(asked)).text
    assert count(committed, Vote) == count(committed, KeptVote) == 0
    # A button acts, whatever else was sent with it.
    sent = {"csrf_token": token, "choice": "agree", "preview": "1"}
    assert client.post(url, data=sent, headers=SAME).status_code == 303
    assert (count(committed, Vote), count(committed, KeptVote)) == ((1, 0) if who == "signed in" else (0, 1))


def test_a_reader_is_asked_to_sign_in_to_vote(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    answer = client.submit(text_url(asked), action=f"/clauses/{asked.clauses[0]}/vote", button="choice=agree")
    assert location(answer).startswith("/en/login?next=")
    assert count(committed, Vote) == 0
