"""However many replies a voice has, its pages stay short, and every reply is found."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.queries import IN_A_LIST, ON_ITS_PAGE
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment, reply
from tests.public.conftest import Committed
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.conftest import At

FEW, MANY = 2, 43
SAME = {"Sec-Fetch-Site": "same-origin"}


class Thread:
    """A voice with many replies, the first of which has many of its own."""

    def __init__(self, said: Contribution, first: list[Contribution], second: list[Contribution]) -> None:
        self.said = said.reference
        self.first = [row.reference for row in first]
        self.second = [row.reference for row in second]


@pytest.fixture
def thread(committed: Committed, asked: Scene, at: At) -> Thread:
    """Return a long thread on the first clause, during the consultation."""
    with committed() as session:
        said = comment(session, asked)
        first = [reply(session, said) for _ in range(MANY)]
        second = [reply(session, first[0]) for _ in range(MANY)]
        made = Thread(said, first, second)
    at(moments.DURING)
    return made


def shown(page: str) -> list[str]:
    """Return the references that stand on a page, in order."""
    return re.findall(r'id="(V-\d{4}-\d+)"', page)


def onward(page: str) -> list[str]:
    """Return where the links to further replies lead."""
    return re.findall(r'<a class="more" href="([^"#]*after=\d+)#replies">', page)


def pages(client: ReviewingClient, reference: str) -> Iterator[str]:
    """Yield every page of the replies to a voice, by the last link of each."""
    path: str | None = f"/en/contributions/{reference}"
    while path:
        page = client.page(path).source
        yield page
        own = [each for each in onward(page) if f"/{reference}?" in each]
        path = own[0] if own else None


def test_every_reply_is_reached_by_links(client: ReviewingClient, thread: Thread) -> None:
    assert [at for page in pages(client, thread.first[0]) for at in shown(page)] == thread.second
    under = [[at for at in shown(page) if at in thread.first] for page in pages(client, thread.said)]
    assert [at for page in under for at in page] == thread.first
    assert [len(page) for page in under] == [ON_ITS_PAGE.first] * 2 + [MANY - 2 * ON_ITS_PAGE.first]


def test_a_list_shows_the_first_replies_and_says_how_many_follow(
    client: ReviewingClient, asked: Scene, thread: Thread
) -> None:
    slug = asked.consultation.slug
    for path in (f"contributions/?clause={asked.clauses[0]}", f"text/?clause={asked.clauses[0]}"):
        page = client.page(f"/en/consultations/{slug}/{path}").source
        expected = [
            thread.said, thread.first[0], *thread.second[: IN_A_LIST.second], *thread.first[1 : IN_A_LIST.first]
        ]  # fmt: skip
        assert shown(page) == expected
        assert f"{MANY - IN_A_LIST.first} more replies" in page
        assert f"{MANY - IN_A_LIST.second} more replies" in page
        for link in onward(page):
            assert shown(client.page(link).source)


def test_a_page_that_goes_on_leads_back_and_counts_what_is_left(
    client: ReviewingClient, thread: Thread
) -> None:
    first, second, last = pages(client, thread.said)
    assert f"{MANY - ON_ITS_PAGE.first} more replies" in first
    assert f"{MANY - 2 * ON_ITS_PAGE.first} more replies" in second
    assert [each for each in onward(last) if f"/{thread.said}?" in each] == []
    assert "From the first reply on" not in first
    assert f'href="/en/contributions/{thread.said}#replies" rel="prev"' in last


def test_an_invented_place_in_the_replies_is_no_fault(client: ReviewingClient, thread: Thread) -> None:
    for after in ("0", "-1", "x", "9" * 30):
        assert len(shown(client.page(f"/en/contributions/{thread.said}?after={after}").source)) > MANY / 3
    page = client.page(f"/en/contributions/{thread.said}?after={2**63 - 1}").source
    assert shown(page) == []
    assert "From the first reply on" in page


def test_a_vote_on_a_late_reply_leads_to_its_place(
    client: ReviewingClient, asked: Scene, user_of: Callable[[Actor], User], thread: Thread
) -> None:
    client.sign_in(user_of(asked.author))
    for reference in (thread.first[-1], thread.second[-1]):
        page = client.page(f"/en/contributions/{reference}").source
        token = re.search(r'name="csrf_token" value="([^"]*)"', page.split("/vote")[1])
        assert token
        sent = {"csrf_token": token[1], "choice": "agree"}
        back = location(client.post(f"/en/contributions/{reference}/vote", data=sent, headers=SAME))
        assert reference in shown(client.page(back).source), back


def test_no_page_asks_for_more_when_there_are_more_replies(
    app: Flask, committed: Committed, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    counts = []
    with committed() as session:
        said = comment(session, asked)
        first = [reply(session, said) for _ in range(ON_ITS_PAGE.first + 1)]
        for each in range(ON_ITS_PAGE.second + 1):
            reply(session, first[each % FEW])
        path = f"/en/contributions/{said.reference}"
    for number in (ON_ITS_PAGE.second + 1, MANY):
        with committed() as session:
            said = session.get_one(Contribution, said.id)
            for _ in range(number):
                reply(session, said)
                reply(session, session.get_one(Contribution, first[0].id))
        client = app.test_client()
        client.get(path)
        with statements_of(app.extensions["engine"]) as sent:
            page = client.get(path)
        counts.append((len(sent), len(shown(page.text))))
    assert counts[0] == counts[1]
