"""The guard of a moderator's place: whoever hides or shows again comes back to where they were in the queue."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.desk.moderation import presenters
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
REASON = {"rule": "7", "reason_ar": "سبب", "reason_en": "A reason"}


@pytest.fixture
def said(committed: Committed, asked: Scene) -> list[str]:
    """Return the references of six voices, the newest first, as the queue lists them."""
    with committed() as session:
        return [comment(session, asked, body=f"garden {number}").reference for number in range(6)][::-1]


@pytest.fixture
def moderator(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return a browser in which a moderator is signed in."""
    at(moments.DURING)
    client.sign_in(user_of(asked.moderator))
    return client


def doors(client: ReviewingClient, path: str) -> dict[str, str]:
    """Return the addresses of hiding on a page of the queue, by reference."""
    links = [link.get("href", "") for link in client.page(path).every("a")]
    return {
        urlsplit(link).path.split("/")[-2]: link for link in links if urlsplit(link).path.endswith("/hide")
    }


def led_to(client: ReviewingClient, door: str, fields: dict[str, str]) -> tuple[dict[str, list[str]], str]:
    """Hide and return where that leads: what the address asks for, and the place on its page."""
    answer = client.submit(door, fields)
    assert answer.status_code == 303
    address = urlsplit(answer.headers["Location"])
    assert address.path.endswith("/queue/")
    assert client.get(f"{address.path}?{address.query}").status_code == 200
    return parse_qs(address.query), address.fragment


def test_guard_of_the_page_the_filters_and_the_next_row(
    moderator: ReviewingClient, asked: Scene, said: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presenters, "PAGE", 3)
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    first = f"{queue}?status=published&q=garden&clause={asked.clauses[0]}"
    links = [link.get("href", "") for link in moderator.page(first).every("a")]
    older = next(link for link in links if "before=" in link)
    door = doors(moderator, older)[said[3]]
    assert moderator.submit(door, {"reason_ar": "سبب"}).status_code == 422, "what is refused loses no place"
    asked_for, place = led_to(moderator, door, REASON)
    assert place == said[4]
    assert asked_for == parse_qs(urlsplit(older).query)


def test_guard_of_the_last_row_leads_to_the_one_before(
    moderator: ReviewingClient, asked: Scene, said: list[str]
) -> None:
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    _asked_for, place = led_to(moderator, doors(moderator, queue)[said[-1]], REASON)
    assert place == said[-2]
    assert f'id="{place}"' in moderator.get(queue).text


def test_guard_of_a_queue_of_one_and_of_none(
    moderator: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    assert doors(moderator, queue) == {}
    with committed() as session:
        only = comment(session, asked).reference
    _asked_for, place = led_to(moderator, doors(moderator, queue)[only], REASON)
    assert place == ""


def test_guard_against_a_place_of_somebody_elses_making(
    moderator: ReviewingClient, asked: Scene, said: list[str]
) -> None:
    door = f"/en/desk/contributions/{said[0]}/hide?before=x&status=//example.org&at=%22%3E%3Cb%3E"
    answer = moderator.submit(door, REASON)
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    assert urlsplit(answer.headers["Location"]).path == queue
    assert not urlsplit(answer.headers["Location"]).netloc.endswith("example.org")
    assert moderator.get(answer.headers["Location"]).status_code == 200
