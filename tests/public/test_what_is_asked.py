"""What is asked, as readers meet it: numbers lead to what they count, and addresses can be written to."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from consult.web.rendering import with_mail_links
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene, scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


def test_a_number_in_the_list_leads_to_what_it_counts(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    slug = asked.consultation.slug
    voices = f'<a href="/en/consultations/{slug}/contributions/">'
    assert voices not in client.get("/en/consultations/").text
    with committed() as session:
        comment(session, asked)
    assert f"{voices}1 contribution</a>" in client.get("/en/consultations/").text


def test_the_page_says_how_long_before_it_was_announced(
    client: ReviewingClient, asked: Scene, at: At
) -> None:
    address = f"/en/consultations/{asked.consultation.slug}/"
    assert asked.consultation.announced_at is not None
    days = (asked.consultation.opens_at - asked.consultation.announced_at).days
    at(asked.consultation.announced_at)
    assert "Announced on " in client.get(address).text
    at(moments.DURING)
    assert f"Announced {days} days before it opened." in client.get(address).text


def test_the_open_question_names_its_commitment_by_number_and_plan(
    client: ReviewingClient, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    page = client.get("/en/").text
    assert f"/en/consultations/{asked.consultation.slug}/text/" in page
    lead = page.split('<p class="lead">')[1].split("</p>")[0]
    assert lead.startswith("The draft clauses of commitment ")


def test_mail_addresses_become_links_whatever_stands_beside_them() -> None:
    linked = with_mail_links("بالبريد: a@b.example.jo، أو <b>c@d.jo.")
    assert str(linked) == (
        'بالبريد: <a href="mailto:a@b.example.jo"><bdi>a@b.example.jo</bdi></a>، أو '
        '&lt;b&gt;<a href="mailto:c@d.jo"><bdi>c@d.jo</bdi></a>.'
    )
    assert with_mail_links("no address @ all") == "no address @ all"


def test_a_text_offers_only_what_can_be_done_with_it_now(
    client: ReviewingClient, asked: Scene, at: At
) -> None:
    address = f"/en/consultations/{asked.consultation.slug}/text/"
    at(moments.BEFORE)
    before = client.get(address).text
    assert "once the consultation opens" in before
    assert "to vote and to comment" not in before
    assert "Read what was said" not in before
    at(moments.DURING)
    during = client.get(address).text
    assert "to vote and to comment" in during
    assert "Comment on clause 1" in during
    assert 'href="#say"' not in during
    opened = client.get(address, query_string={"clause": asked.clauses[0]}).text
    assert opened.count('href="#voices"') == 1
    assert opened.index('id="say"') < opened.index('id="voices"')


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (moments.DRAFTED, "at least two weeks before it opens"),
        (moments.BEFORE, "each with the day it opens"),
        (moments.AFTER, "What you told us before is being answered"),
    ],
)
def test_where_nothing_is_open_the_page_says_what_comes(
    client: ReviewingClient, asked: Scene, at: At, moment: datetime, said: str
) -> None:
    at(moment)
    page = client.get("/en/").text
    assert "Nothing is open now" in page
    lead = page.split('<p class="lead">')[1].split("</p>")[0]
    assert said in lead
    assert (f"/en/consultations/{asked.consultation.slug}/" in page) is (moment is not moments.DRAFTED)


def test_the_last_72_hours_are_said_and_one_more_is_not(
    client: ReviewingClient, asked: Scene, at: At
) -> None:
    closes = asked.consultation.closes_at
    at(closes - timedelta(hours=73))
    assert "state-closing" not in client.get("/en/").text
    at(closes - timedelta(hours=71))
    page = client.get("/en/").text
    assert "state-closing" in page
    assert "Closes soon" in page


def test_of_several_open_one_is_large_and_the_others_are_rows(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    with committed() as session:
        other = scene(session)
    at(moments.DURING)
    large, rest = client.get("/en/").text.split("Also open now")
    slugs = {asked.consultation.slug, other.consultation.slug}
    [first] = [slug for slug in slugs if f"/en/consultations/{slug}/" in large]
    assert [slug for slug in slugs if f"/en/consultations/{slug}/" in rest] == list(slugs - {first})
