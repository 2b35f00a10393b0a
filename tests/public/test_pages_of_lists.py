"""Lists of an order of their own are paged: every row stands on one page, and each page leads to the next."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role
from consult.shared.state import State
from consult.web.pagination import following, page_of
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.organisations import applied, verified
from tests.factories.people import person
from tests.factories.scenes import scene as make_scene
from tests.review import Page

if TYPE_CHECKING:
    from collections.abc import Callable

    from consult.accounts.models import User
    from consult.accounts.policies import Actor
    from tests.client import ReviewingClient
    from tests.conftest import At
    from tests.public.conftest import Committed

LISTS = {
    "/en/consultations/": (
        "consult.public.consultations.asked_presenters.LONG",
        r"/en/consultations/[a-z0-9-]+/",
    ),
    "/en/organisations/": (
        "consult.public.organisations.presenters.LONG",
        r"/en/organisations/(?!apply)[a-z0-9-]+/",
    ),
    "/en/desk/": ("consult.desk.lists.LONG", r"/en/desk/consultations/(?!new)[a-z0-9-]+/"),
    "/en/desk/accounts/": ("consult.desk.lists.LONG", r"/en/desk/accounts/grants/\d+/end"),
    "/en/desk/organisations/": (
        "consult.desk.lists.LONG",
        r"/en/desk/organisations/[a-z0-9-]+/(?:decide|end)",
    ),
}


@pytest.fixture
def reader(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User], at: At
) -> ReviewingClient:
    """Return the browser of an administrator who works in each of several consultations and bodies."""
    with committed() as session:
        scenes = [
            make_scene(session), make_scene(session, State.CANCELLED), answered(session).scene, answered(session).scene,
            make_scene(session),
        ]  # fmt: skip
        verified(session)
        verified(session)
        applied(session)
        applied(session)
        roles = [(Role.MODERATOR, scene.organisation.scope) for scene in scenes]
        somebody = person(session, (Role.ADMINISTRATOR, SITE), (Role.COORDINATOR, SITE), *roles)
    client.sign_in(user_of(somebody))
    at(moments.LATER)
    return client


def rows_on(client: ReviewingClient, path: str, pattern: str) -> tuple[list[str], str | None]:
    """Return the rows that a page of a list links to, in its order, and the address of the next page."""
    answer = client.get(path)
    assert answer.status_code == 200
    page = Page(path, dict(answer.headers), answer.text)
    main = next(page.every("main"))
    links = [link.get("href", "").partition("#")[0] for link in main.iter("a")]
    further = [link.get("href") for link in main.iter("a") if link.get("rel") == "next"]
    found = list(dict.fromkeys(link for link in links if re.fullmatch(pattern, link)))
    return found, further[0] if further else None


@pytest.mark.parametrize("path", LISTS)
def test_every_row_stands_on_one_page_in_the_order_of_the_whole(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    size, pattern = LISTS[path]
    whole, further = rows_on(reader, path, pattern)
    assert len(whole) >= 5
    assert further is None
    monkeypatch.setattr(size, 2)
    walked: list[str] = []
    onward: str | None = path
    while onward is not None:
        found, onward = rows_on(reader, onward, pattern)
        assert 1 <= len(found) <= 2
        walked += found
    assert walked == whole
    lost = f"{path}?after={2**62}"
    assert rows_on(reader, lost, pattern)[0] == whole[:2], (
        "after an id that is not there stands the beginning"
    )
    assert f'class="more" href="{path}"' in reader.get(lost).text


def test_states_follow_each_other_over_the_pages(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.public.consultations.asked_presenters.LONG", 3)
    first = reader.get("/en/consultations/").text
    assert "Closed, being answered" in first
    assert 'id="cancelled"' not in first


def test_a_page_knows_its_neighbours() -> None:
    def address(begun: int | None) -> str:
        return f"/list?after={begun}" if begun else "/list"

    first = page_of([1, 2, 3], 2, None, address, key=int)
    assert (first.items, first.newer_url, first.older_url) == ([1, 2], None, "/list?after=2")
    last = page_of([3], 2, 2, address, key=int)
    assert (last.items, last.newer_url, last.older_url) == ([3], "/list", None)
    nothing: list[int] = []
    beyond = page_of(nothing, 2, 3, address, key=int)
    assert (beyond.items, beyond.newer_url, beyond.older_url) == ([], "/list", None)
    assert [following([5, 3, 9], begun, key=int) for begun in (None, 5, 9, 4)] == [
        [5, 3, 9],
        [3, 9],
        [],
        [5, 3, 9],
    ]
