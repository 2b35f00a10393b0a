"""A secretary publishes the rules of the forum, enters seats and ends them; everybody reads of it."""
# ruff: noqa: RUF001 - digits of another script are typed here

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from tests.client import ReviewingClient, location
from tests.desk.conftest import too_late
from tests.factories import moments
from tests.factories.forum import RULES, seated, secretary
from tests.factories.scenes import Scene
from tests.public.conftest import Committed
from tests.review import Page, words

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from tests.conftest import At

UserOf = Callable[[Actor], User]
AT, AT_RULES = "/en/desk/forum/", "/en/desk/forum/rules"
BOTH = {"reason_ar": "سبب منشور.", "reason_en": "A published reason."}


@pytest.fixture
def keeping(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of a secretary."""
    at(moments.DURING)
    with committed() as session:
        actor = secretary(session)
    client.sign_in(user_of(actor))
    return client


@pytest.fixture
def seat(committed: Committed, asked: Scene) -> str:
    """Return where a seat that the body of a consultation holds is ended."""
    with committed() as session:
        return f"{AT}seats/{seated(session, asked.organisation).id}/end"


def page_of(answer: TestResponse) -> Page:
    """Return the page of an answer."""
    return Page(answer.request.path, dict(answer.headers), answer.text)


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


def test_who_publishes_after_somebody_else_did_reads_both_first(keeping: ReviewingClient) -> None:
    rules, button = {"rules_ar": "قواعد", "rules_en": "Rules of the first", **BOTH}, "Publish these rules"
    keeping.submit(AT_RULES, rules, button=button)
    mine = {"rules_ar": "قواعدي", "rules_en": "Rules of the second", **BOTH}
    refused = keeping.submit(AT_RULES, {**mine, "seen": "0"}, button=button)
    assert refused.status_code == 422
    for told in ("Both texts stand below", "Rules of the first", "Rules of the second", "edition 2"):
        assert told in refused.text
    # The page that was shown says that the first is read.
    seen = next(field for field in page_of(refused).every("input") if field.get("name") == "seen")
    assert seen.get("value") == "1"
    assert location(keeping.submit(AT_RULES, {**mine, "seen": "1"}, button=button)) == "/en/desk/forum/"
    assert location(keeping.submit_again()) == "/en/desk/forum/"
    assert keeping.get("/en/forum/rules/3/").status_code == 404


def test_an_end_says_at_its_fields_what_is_wrong(keeping: ReviewingClient, seat: str) -> None:
    refused = keeping.submit(seat, {"ended_on": "٣١/١/٢٠٢٦", "reason_ar": "سبب"}, button="End it")
    assert refused.status_code == 422
    read = page_of(refused)
    wrong = {each.get("id") for each in read.every("span") if "error" in each.get("class", "").split()}
    assert wrong == {"ended_on-error", "reason_en-error"}
    assert "٣١/١/٢٠٢٦" in refused.text
    assert "The seat began later." in refused.text
    assert location(keeping.submit(seat, {"ended_on": "٥ آذار ٢٠٢٦", **BOTH}, button="End it")) == AT
    target, typed = keeping.last
    keeping.last = target, {**typed, "ended_on": "6/3/2026"}
    assert "otherwise than you wrote" in too_late(keeping).text
    assert "to 5 March 2026" in " ".join(words(keeping.page(seat).root).split())


def test_a_seat_that_was_a_mistake_goes_from_the_page_and_says_so_at_the_desk(
    keeping: ReviewingClient, seat: str
) -> None:
    keeping.page("/en/forum/")
    both = {"ended_on": "5/3/2026", "mistaken": "y", **BOTH}
    assert "never held has no day" in keeping.submit(seat, both, button="End it").text
    assert location(keeping.submit(seat, {"mistaken": "y", **BOTH}, button="End it")) == AT
    assert location(keeping.submit_again()) == AT
    assert keeping.get("/en/forum/").status_code == 404
    at_desk = words(keeping.page(AT).root)
    assert "entered by mistake, and never held" in at_desk
    assert "A published reason." in at_desk
    assert "It was entered by mistake" in words(keeping.page(seat).root)


def test_a_seat_is_not_entered_again_since_another_day(
    keeping: ReviewingClient, seat: str, asked: Scene
) -> None:
    typed = {
        "seat_body": asked.organisation.slug, "sector": "government", "post_ar": "أمين عام",
        "post_en": "Secretary general", "since": "2/2/2026",
    }  # fmt: skip
    refused = keeping.submit(f"{AT}seats/new", typed, button="Enter it")
    assert "This seat is held already, since another day." in refused.text
    assert "2/2/2026" in refused.text
    assert keeping.get(seat.replace("/seats/", "/seats/9")).status_code == 404


def test_the_page_of_a_body_says_which_seats_it_holds_and_held(
    keeping: ReviewingClient, seat: str, asked: Scene
) -> None:
    at = f"/en/organisations/{asked.organisation.slug}/"
    page = keeping.page(at)
    assert "Secretary general Government bodies · since 1 February 2026" in " ".join(words(page.root).split())
    assert any(link.get("class") == "more" and link.get("href") == "/en/forum/" for link in page.every("a"))
    keeping.submit(seat, {"ended_on": "5/3/2026", **BOTH}, button="End it")
    assert "from 1 February 2026 to 5 March 2026" in " ".join(words(keeping.page(at).root).split())
