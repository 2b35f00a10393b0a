"""What is asked, as readers meet it: numbers lead to what they count, and addresses can be written to."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.consultations import services as consultations
from consult.consultations.models import Consultation
from consult.documents.models import Attached
from consult.documents.services import attach
from consult.public.consultations.asked_presenters import PAGE
from consult.public.home.presenters import NEXT, OPEN
from consult.shared.state import State
from consult.web.rendering import with_mail_links
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.scenes import LIMITS, Scene, announce, scene, terms
from tests.factories.voices import comment
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

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


def test_beside_the_text_stand_what_can_change_and_the_documents(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    address = f"/en/consultations/{asked.consultation.slug}/text/"
    for whole in (address, f"{address}?clause=whole"):
        beside = _beside(client, whole)
        assert [words(mark) for mark in beside.iter("li")] == ["Words of open_to_change", "Words of not_open"]
    with committed() as session:
        document = filed(session, asked.organisation, title_en="The study behind it")
        attach(
            session, actor=asked.officer, now=moments.DURING, slug=document.slug, kind=Attached.CONSULTATION,
            subject_id=asked.consultation.id,
        )  # fmt: skip
        slug = document.slug
    assert f"/en/documents/{slug}/" in {link.get("href") for link in _beside(client, address).iter("a")}


def _beside(client: ReviewingClient, address: str) -> Element:
    (fold,) = (each for each in client.page(address).every("div") if each.get("id") == "change")
    return fold


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


def test_home_shows_a_few_of_each_and_leads_to_the_rest(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    """The soonest come first; what waits for its answer does not hide what opens soon."""
    with committed() as session:
        others = [scene(session) for _ in range(7)]
        ahead = [scene(session, State.DRAFT) for _ in range(NEXT + 1)]
        for made in ahead:
            later(session, made)
    at(moments.DURING)
    large, also, way = sections(client.get("/en/").text)
    assert asked.consultation.slug in large
    assert [row.consultation.slug for row in others if f"{row.consultation.slug}/" in also] == [
        row.consultation.slug for row in others[:OPEN]
    ]
    assert "All consultations" in also
    assert way.count("<li>") == NEXT
    at(moments.AFTER)
    way = client.get("/en/").text.split('id="way"')[1]
    rows = way.split("</ul>")[0].split("<li>")[1:]
    assert sum("Opens on" in row for row in rows) == NEXT
    assert sum("Answer by" in row for row in rows) == NEXT
    assert len(rows) == 2 * NEXT


def sections(page: str) -> tuple[str, str, str]:
    """Return what home shows large, beside it and under way."""
    large, rest = page.split("Also open now")
    also, way = rest.split('id="way"')
    return large, also, way.split("</ul>")[0]


def later(session: Session, made: Scene) -> None:
    """Let a draft open after the others have closed, and announce it."""
    shift = moments.AFTER - moments.OPENS + timedelta(days=20)
    consultations.save_draft(
        session, actor=made.officer, now=moments.DRAFTED, organisation=made.organisation,
        slug=made.consultation.slug, version_ids=[made.version.id], limits=LIMITS, revision=1,
        terms=terms(opens_at=moments.OPENS + shift, closes_at=moments.CLOSES + shift),
    )  # fmt: skip
    announce(session, made, now=moments.DURING)


def test_an_organisation_shows_its_newest_and_pages_the_rest(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    with committed() as session:
        body = asked.organisation
        made = [
            consultations.save_draft(
                session, actor=asked.officer, now=moments.DRAFTED, organisation=body, slug=f"one-more-{number}",
                version_ids=[], limits=LIMITS, terms=terms(),
            ).id
            for number in range(PAGE)
        ]  # fmt: skip
        session.execute(
            update(Consultation).where(Consultation.id.in_(made)).values(announced_at=moments.ANNOUNCED)
        )
    at(moments.DURING)
    here = f"/en/organisations/{body.slug}/"
    page = client.page(here).source
    newest = [f"/en/consultations/one-more-{number}/" for number in reversed(range(PAGE))]
    assert re.findall(r'<h3><a href="([^"]*)"', page) == newest
    assert f"{PAGE + 1} consultations" in page
    [older] = re.findall(r'href="([^"]*)" rel="next"', page)
    rest = client.page(unescape(older)).source
    assert re.findall(r'<h3><a href="([^"]*)"', rest) == [f"/en/consultations/{asked.consultation.slug}/"]
    assert f"{PAGE + 1} consultations" in rest
    assert f'href="{here}" rel="prev"' in rest
    beyond = client.page(f"{here}?after={asked.consultation.id}").source
    assert "All that it asked stands on the pages before this one." in beyond
