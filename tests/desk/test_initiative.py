"""A coordinator keeps the page on the initiative: begins with the outline, writes, publishes, corrects."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import SITE, Role, User
from consult.initiative.models import InitiativeEdition, InitiativeFact
from consult.record.models import LogEntry
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.public.conftest import Committed
from tests.site_map import mapped

if TYPE_CHECKING:
    from tests.conftest import At

DESK, PUBLIC = "/en/desk/initiative/", "/en/about/open-government/"
FACT = {
    "label_ar": "الدول المشاركة", "label_en": "Participating countries", "value_ar": "78 دولة",
    "value_en": "78 countries", "source_ar": "صفحة الوزارة", "source_en": "The ministry’s page",
    "source_url": "example.org/ogp", "as_of": "\u0661\u0665/2/2026",
    "page_place": "\u0665",
}  # fmt: skip
REASON = {"reason_ar": "أول مرة", "reason_en": "For the first time"}


@pytest.fixture(autouse=True)
def keeper(committed: Committed, client: ReviewingClient, at: At) -> None:
    """Sign a coordinator in."""
    at(moments.DRAFTED)
    with committed() as session:
        made = person(session, (Role.COORDINATOR, SITE))
        user = session.get(User, made.user_id)
        assert user is not None
    client.sign_in(user)


def begun(client: ReviewingClient) -> str:
    """Begin with the outline; return the address of the first section's new fact."""
    client.submit(DESK, action="/begin")
    return f"{DESK}sections/what-it-is/facts/new"


def published(client: ReviewingClient, **reason: str) -> None:
    assert location(client.submit(f"{DESK}publish", reason or REASON)) == DESK


def test_initiative_begins_empty_and_offers_the_outline_in_both_languages(client: ReviewingClient) -> None:
    assert "/en/desk/initiative/" in client.page("/en/desk/").source
    page = client.page(DESK).source
    assert "Begin with the outline" in page
    assert "Look at it and publish" not in page
    assert client.get(PUBLIC).status_code == 404
    assert "about/open-government" not in client.page("/en/").source
    begun(client)
    english, arabic = client.page(DESK).source, client.page("/ar/desk/initiative/").source
    assert english.count("no value yet") == english.count("/facts/") - english.count("/facts/new") > 40
    for words in (
        "خلق مجتمعات أكثر أماناً",
        "إتاحة الوصول إلى المعلومات",
        "حق الحصول على المعلومات",
        "ضابط الاتصال",
    ):
        assert words in arabic
    for words in (
        "Creating safer communities",
        "Openness to technology and innovation",
        "Steering committee",
    ):
        assert words in english
    # Empty fields are nobody's to read.
    refused = client.submit(f"{DESK}publish", REASON)
    assert refused.status_code == 422
    assert "No section says anything yet" in refused.text


def test_initiative_is_published_with_its_sources_and_stands_in_the_footer(
    client: ReviewingClient, committed: Committed
) -> None:
    assert location(client.submit(begun(client), FACT)) == DESK
    published(client)
    page = client.page(PUBLIC).source
    assert "78 countries" in page
    assert re.search(
        r'<a href="https://example.org/ogp"[^>]*>The ministry’s page</a>.*as of 15 February 2026', page
    )
    assert "Voluntary nature" not in page
    assert "For the first time" in page
    assert "بتاريخ 15 شباط 2026" in client.page("/ar/about/open-government/").source
    assert f'href="{PUBLIC}"' in client.page("/en/").source
    assert "/en/about/open-government/" in mapped(client)
    with committed() as session:
        entry = session.scalars(select(LogEntry).where(LogEntry.kind == "initiative-published")).one()
        assert (entry.subject, entry.details["edition"]) == ("initiative", 1)


def test_initiative_correction_is_a_new_edition_and_the_one_before_stays(
    client: ReviewingClient, committed: Committed
) -> None:
    client.submit(begun(client), FACT)
    published(client)
    with committed() as session:
        fact_id = session.scalars(
            select(InitiativeFact.id).where(InitiativeFact.value_en == "78 countries")
        ).one()
    address = f"{DESK}facts/{fact_id}/"
    client.submit(address, {**FACT, "value_en": "79 countries", "value_ar": "79 دولة"})
    target, typed = client.last
    assert "79 countries" not in client.page(PUBLIC).source
    assert "The draft says something else." in client.page(DESK).source
    assert "78 countries" in client.page(f"{DESK}sections/what-it-is/").source
    shown = client.page(f"{DESK}publish").source
    assert "79 countries" in shown
    published(client, reason_ar="تصحيح العدد", reason_en="The number is corrected")
    assert "79 countries" in client.page(PUBLIC).source
    before = client.page(f"{PUBLIC}editions/1/").source
    assert "78 countries" in before
    assert "This is an earlier edition" in before
    assert client.get(f"{PUBLIC}editions/3/").status_code == 404
    # A late word on the old row stands beside what stands now, and is not lost.
    again = {**typed, "value_en": "80 countries", "once": "y" * 22}
    late = client.post(target, data=again, headers=FROM_OUR_PAGE)
    assert late.status_code == 422
    assert "79 countries" in late.text
    assert "80 countries" in late.text
    assert "You saved this yourself since this page was opened: " in late.text
    assert "Somebody else" not in late.text
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(InitiativeEdition)) == 2


def test_initiative_forms_whose_answer_was_lost_are_done_once(
    client: ReviewingClient, committed: Committed
) -> None:
    client.submit(begun(client), FACT)
    assert location(client.submit_again()) == DESK
    published(client)
    assert location(client.submit_again()) == DESK
    with committed() as session:
        told = select(func.count()).where(InitiativeFact.value_en == "78 countries")
        assert session.scalar(told.select_from(InitiativeFact)) == 1
        assert session.scalar(select(func.count()).select_from(InitiativeEdition)) == 1


def test_initiative_undated_source_says_when_it_was_entered(client: ReviewingClient) -> None:
    client.submit(begun(client), {**FACT, "as_of": ""})
    published(client)
    assert "without a date; entered here on 1 March 2026" in client.page(PUBLIC).source


def test_initiative_section_saved_in_two_tabs_shows_both(client: ReviewingClient) -> None:
    begun(client)
    address = f"{DESK}sections/what-it-is/"
    said = {
        "heading_ar": "ما هي؟",
        "heading_en": "What it is",
        "prose_ar": "",
        "prose_en": "First",
        "page_place": "10",
    }
    assert location(client.submit(address, {**said, "seen": "1"})) == DESK
    late = client.submit(address, {**said, "prose_en": "Second", "seen": "1"})
    assert late.status_code == 422
    assert "First" in late.text
    assert "Second" in late.text
    # Who has read the other's words may save over them.
    assert location(client.submit(address, {**said, "prose_en": "Second", "seen": "2"})) == DESK


def test_initiative_section_is_left_out_and_taken_in(client: ReviewingClient) -> None:
    client.submit(begun(client), FACT)
    published(client)
    address = f"{DESK}sections/what-it-is/"
    client.submit(address, action="/withdraw")
    assert "left out of the next edition" in client.page(DESK).source
    refused = client.submit(f"{DESK}publish", REASON)
    assert "No section says anything yet" in refused.text
    client.submit(address, {"heading_en": "What it is"})
    assert "left out of the next edition" not in client.page(DESK).source


def test_initiative_draft_that_moved_is_not_published_unseen(client: ReviewingClient) -> None:
    address = begun(client)
    client.submit(address, FACT)
    client.page(f"{DESK}publish")
    late = client.submit(f"{DESK}publish", {**REASON, "seen": "0" * 32})
    assert late.status_code == 422
    assert "Somebody changed the draft meanwhile" in late.text
    assert "For the first time" in late.text
    assert client.get(PUBLIC).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"source_ar": "", "source_en": ""}, "source_ar"),
        ({"as_of": "31/02/2026"}, "as_of"),
        ({"as_of": "01/01/2027"}, "as_of"),
        ({"source_url": "ftp://example.org"}, "source_url"),
        ({"page_place": "a"}, "page_place"),
        ({"label_ar": "", "label_en": ""}, "label_ar"),
    ],
)
def test_initiative_fact_is_refused_at_its_field(
    client: ReviewingClient, wrong: dict[str, str], field: str
) -> None:
    answer = client.submit(begun(client), {**FACT, **wrong})
    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert "78 countries" in answer.text


def test_initiative_withdrawn_fact_is_gone_from_the_next_edition_alone(
    client: ReviewingClient, committed: Committed
) -> None:
    address = begun(client)
    client.submit(address, FACT)
    client.submit(address, {**FACT, "label_en": "Commitments", "value_en": "2,500", "page_place": "7"})
    published(client)
    with committed() as session:
        fact_id = session.scalars(select(InitiativeFact.id).where(InitiativeFact.value_en == "2,500")).one()
    answer = client.submit(f"{DESK}facts/{fact_id}/", action="/withdraw")
    assert location(answer) == f"{DESK}sections/what-it-is/"
    published(client, reason_en="It cannot be checked")
    assert "2,500" not in client.page(PUBLIC).source
    assert "2,500" in client.page(f"{PUBLIC}editions/1/").source


def test_initiative_withdrawn_fact_stays_readable_and_is_added_again(
    client: ReviewingClient, committed: Committed
) -> None:
    client.submit(begun(client), FACT)
    with committed() as session:
        fact_id = session.scalars(
            select(InitiativeFact.id).where(InitiativeFact.value_en == "78 countries")
        ).one()
    address, section = f"{DESK}facts/{fact_id}/", f"{DESK}sections/what-it-is/"
    assert "What it said before" not in client.page(address).source
    client.submit(address, {**FACT, "value_en": "79 countries"})
    # The address of the earlier row leads to the present one, which tells what it said, with its days.
    leads = client.get(address)
    assert leads.status_code == 303
    present = location(leads)
    page = client.page(present).source
    assert "That was an earlier wording of the fact" in page
    assert re.search(
        r"What it said before.*78 countries.*entered on 1 March 2026 · corrected on 1 March 2026",
        page,
        re.DOTALL,
    )
    client.submit(present, action="/withdraw")
    assert "1 withdrawn fact" in client.page(DESK).source
    listed = client.page(section).source
    assert re.search(
        r"Withdrawn facts.*79 countries.*withdrawn on 1 March 2026.*Add it again", listed, re.DOTALL
    )
    assert re.search(r"What the facts said before.*78 countries", listed, re.DOTALL)
    again = location(client.get(present))
    page = client.page(again).source
    assert "Add the fact again" in page
    assert 'value="Participating countries"' in page
    assert "/withdraw" not in page
    assert re.search(
        r"What it said before.*79 countries.*withdrawn on.*78 countries.*corrected on", page, re.DOTALL
    )
    assert location(client.submit(again, {"page_place": "5"})) == DESK
    assert "79 countries" in client.page(DESK).source
    assert "withdrawn fact" not in client.page(DESK).source
    assert "Withdrawn facts" not in client.page(section).source
