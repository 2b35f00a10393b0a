"""A secretary publishes the rules of the forum, enters seats and ends them; everybody reads of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.forum import RULES, secretary
from tests.factories.scenes import Scene
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
BOTH = {"reason_ar": "سبب منشور.", "reason_en": "A published reason."}


@pytest.fixture
def keeping(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of a secretary."""
    at(moments.DURING)
    with committed() as session:
        actor = secretary(session)
    client.sign_in(user_of(actor))
    return client


def test_the_forum_begins_with_nothing_and_is_kept_in_the_browser(
    keeping: ReviewingClient, asked: Scene
) -> None:
    assert keeping.get("/en/forum/").status_code == 404
    assert "No seat is entered yet" in words(keeping.page("/en/desk/forum/").root)
    rules = {"rules_ar": RULES[0], "rules_en": RULES[1], **BOTH}
    assert (
        location(keeping.submit("/en/desk/forum/rules", rules, button="Publish these rules"))
        == "/en/desk/forum/"
    )
    seat = {
        "seat_body": asked.organisation.slug, "sector": "government", "post_ar": "أمين عام",
        "post_en": "Secretary general", "since": "01/02/2026",
    }  # fmt: skip
    assert location(keeping.submit("/en/desk/forum/seats/new", seat, button="Enter it")) == "/en/desk/forum/"
    page = keeping.page("/en/forum/")
    read = " ".join(words(page.root).split())
    for told in (
        RULES[1],
        "Secretary general",
        "since 1 February 2026",
        "1 seat is held today.",
        "Government bodies",
    ):
        assert told in read
    assert any(link.get("href") == "/en/forum/" for link in page.every("a"))
    end = next(
        str(link.get("href"))
        for link in keeping.page("/en/desk/forum/").every("a")
        if "/end" in link.get("href", "")
    )
    ended = keeping.submit(end, {"ended_on": "5/3/2026", **BOTH}, button="End it")
    assert location(ended) == "/en/desk/forum/"
    after = " ".join(words(keeping.page("/en/forum/").root).split())
    assert "from 1 February 2026 to 5 March 2026" in after
    assert "A published reason." in after
    assert "It is ended already" in words(keeping.page(end).root)


def test_what_was_typed_stays_where_it_is_refused(keeping: ReviewingClient) -> None:
    refused = keeping.submit("/en/desk/forum/seats/new", {"post_ar": "أمين عام"}, button="Enter it")
    assert refused.status_code == 422
    assert "أمين عام" in refused.text
    assert "Choose one of these." in refused.text
    rules = keeping.submit("/en/desk/forum/rules", {"rules_ar": "قواعد"}, button="Publish these rules")
    assert rules.status_code == 422
    assert "قواعد" in rules.text


def test_earlier_rules_stay_readable(keeping: ReviewingClient) -> None:
    for number in (1, 2):
        typed = {"rules_ar": f"قواعد {number}", "rules_en": f"Rules of edition {number}", **BOTH}
        keeping.submit("/en/desk/forum/rules", typed, button="Publish these rules")
    first = words(keeping.page("/en/forum/rules/1/").root)
    assert "Rules of edition 1" in first
    assert "A later edition stands by now." in first
    assert "Rules of edition 2" in words(keeping.page("/en/forum/").root)
    assert keeping.get("/en/forum/rules/3/").status_code == 404
