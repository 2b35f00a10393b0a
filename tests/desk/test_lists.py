"""The lists of the desk: searched as readers compare, with what was looked for kept from page to page."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.desk import lists
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.organisations import applied, verified
from tests.factories.people import person
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

BODIES, ROLES, HOME = "/en/desk/organisations/", "/en/desk/accounts/", "/en/desk/"


@pytest.fixture
def staff(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User], at: At
) -> ReviewingClient:
    """Return the browser of somebody who sees every list, with two bodies whose names differ in one word."""
    with committed() as session:
        applied(session, name_ar="جمعيّة الأُسرة", name_en="Society of the Family")
        verified(session, name_ar="جمعية المياه", name_en="Society of Water")
        roles = [(Role.ADMINISTRATOR, SITE), (Role.COORDINATOR, SITE), (Role.AUDITOR, SITE)]
        somebody = person(session, *roles)
    client.sign_in(user_of(somebody))
    at(moments.DURING)
    return client


@pytest.mark.parametrize("typed", ["جمعيه الاسره", "أسرة", "الأسـرة", "FAMILY society", "family"])
def test_a_body_is_found_as_readers_compare(staff: ReviewingClient, typed: str) -> None:
    page = staff.page(f"{BODIES}?q={quote(typed)}").source
    assert "Society of the Family" in page
    assert "Society of Water" not in page
    assert "(1)" in page


def test_what_is_looked_for_goes_along_to_the_next_page(
    staff: ReviewingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "LONG", 1)
    first = staff.page(f"{BODIES}?q={quote('جمعيه')}")
    [onward] = [link.attrib["href"] for link in first.every("a") if link.get("rel") == "next"]
    assert "q=" in onward
    assert "Society of the Family" in first.source
    assert "Society of Water" in staff.page(onward).source


def test_nothing_found_says_so_and_leads_to_the_whole_list(staff: ReviewingClient) -> None:
    for path in (BODIES, ROLES, HOME):
        page = staff.page(f"{path}?q=xyzzy").source
        assert "Nothing found for “xyzzy”" in page
        assert f'href="{path}"' in page


def test_a_role_is_found_by_its_place_and_its_name_and_by_no_address(staff: ReviewingClient) -> None:
    assert "<b>auditor</b>" in (found := staff.page(f"{ROLES}?q=auditor").source)
    assert "Society of Water" not in found
    assert "Society of Water" in staff.page(f"{ROLES}?q={quote('المياه')}").source
    assert "Nothing found" in staff.page(f"{ROLES}?q=example.org").source


def test_a_consultation_is_found_by_its_title_and_its_body(
    staff: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        asked, other = make_scene(session), make_scene(session)
        officer = person(session, *((Role.OFFICER, each.organisation.scope) for each in (asked, other)))
    staff.sign_in(user_of(officer))
    page = staff.page(f"{HOME}?q={quote(asked.organisation.name_ar)}").source
    assert asked.consultation.slug in page
    assert f"/{other.consultation.slug}/" not in page


def test_a_short_list_needs_no_search(staff: ReviewingClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FEW", 1000)
    assert 'role="search"' not in staff.page(BODIES).source
    monkeypatch.setattr(lists, "FEW", 1)
    assert 'role="search"' in staff.page(BODIES).source
