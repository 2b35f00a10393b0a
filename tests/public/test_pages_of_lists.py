"""Lists of an order of their own are paged: every row stands on one page, and each page leads to the next."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from consult.accounts.models import SITE, Role
from consult.shared.state import State
from consult.web.pagination import page_of, place, written
from consult.web.parameters import is_heeded
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
        "consult.public.consultations.asked_presenters.PAGE",
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
# The digits of an Arabic keyboard.
ARABIC = {ord("0") + number: 0x660 + number for number in range(10)}


@pytest.fixture(scope="module")
def app_of_places() -> Flask:
    """Return an application that only reads addresses."""
    return Flask(__name__)


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


@pytest.mark.parametrize("path", LISTS)
def test_what_is_no_place_is_the_first_page(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    size, pattern = LISTS[path]
    monkeypatch.setattr(size, 2)
    first, onward = rows_on(reader, path, pattern)
    assert onward is not None
    place = parse_qs(urlsplit(onward).query)["after"][0]
    assert rows_on(reader, onward, pattern)[0] != first
    for typed in (
        "17", str(2**62), "", "~", "x" * 900, f"{place}~1", f" {place}", f"{place} ", place + "0" * 20,
        place.translate(ARABIC), place.replace("~", "~0"), place.rpartition("~")[0] + "~-1", place.upper() + "~",
    ):  # fmt: skip
        assert rows_on(reader, f"{path}?{urlencode({'after': typed})}", pattern) == (first, onward), typed


@pytest.mark.parametrize("path", ["/en/consultations/", "/en/organisations/"])
def test_the_first_page_is_found_under_one_address(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    size, pattern = LISTS[path]
    monkeypatch.setattr(size, 2)
    onward = rows_on(reader, path, pattern)[1]
    assert onward is not None
    for asked, canonical in ((f"{path}?after=17", path), (onward, onward)):
        page = unescape(reader.get(asked).text)
        assert f'<link rel="canonical" href="http://localhost{canonical}">' in page
        arabic = canonical.replace("/en/", "/ar/", 1)
        assert f'hreflang="ar" href="http://localhost{arabic}"' in page


def test_pages_have_the_same_addresses_until_something_changes(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch, at: At
) -> None:
    path, (size, pattern) = "/en/consultations/", LISTS["/en/consultations/"]
    monkeypatch.setattr(size, 2)
    onward = rows_on(reader, path, pattern)[1]
    at(moments.LATER + timedelta(days=100))
    assert rows_on(reader, path, pattern)[1] == onward


def test_a_place_at_the_end_has_nothing_after_it_and_leads_back(reader: ReviewingClient) -> None:
    for path, last in (
        ("/en/consultations/", "20990101T000000.000000Z~cancelled~20990101T000000.000000Z~9"),
        ("/en/consultations/", "20990101T000000.000000Z~draft~20990101T000000.000000Z~9"),
        ("/en/organisations/", "en~99~9"),
        ("/en/desk/", "20990101T000000.000000Z~cancelled~1"),
        ("/en/desk/accounts/", "zz~9"),
    ):
        assert rows_on(reader, f"{path}?after={last}", LISTS[path][1]) == ([], None)
        text = reader.get(f"{path}?after={last}").text
        assert f'class="more" href="{path}"' in text
        assert "yet" not in text.split("<main")[1].split("</main")[0]


def test_states_follow_each_other_over_the_pages(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("consult.public.consultations.asked_presenters.PAGE", 3)
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


class Where(NamedTuple):
    """A place with each kind of part."""

    at: datetime
    state: State
    name: str
    id: int


@given(
    st.builds(
        Where,
        st.datetimes(datetime(1000, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given beside it
        st.sampled_from(State),
        st.text(st.characters(categories=("L", "N"), include_characters=" "), max_size=60).map(str.strip),
        st.integers(1, 2**63 - 1),
    )
)
def test_a_place_is_read_as_it_was_written(app_of_places: Flask, place_of_row: Where) -> None:
    with app_of_places.test_request_context("/", query_string={"after": written(place_of_row)}):
        assert place(Where) == place_of_row
        assert is_heeded("after")


@given(st.text())
def test_no_words_are_taken_for_a_place_that_is_written_otherwise(app_of_places: Flask, typed: str) -> None:
    with app_of_places.test_request_context("/", query_string={"after": typed}):
        found = place(Where)
        assert found is None or written(found) == typed
        assert is_heeded("after") is (found is not None)


def test_a_place_in_the_order_of_one_language_is_none_in_the_other(
    reader: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    size, pattern = LISTS["/en/organisations/"]
    monkeypatch.setattr(size, 2)
    onward = rows_on(reader, "/en/organisations/", pattern)[1]
    assert onward is not None
    other = onward.replace("/en/", "/ar/", 1)
    assert rows_on(reader, other, pattern) == rows_on(reader, "/ar/organisations/", pattern)
