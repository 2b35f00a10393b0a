"""What the public reads where a consultation is about a text that is no commitment's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.forum.models import NamedMeeting
from consult.plans.models import NamedCommitment, NamedPlan
from consult.presenters import texts
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.unowned import answer, unowned
from tests.factories.voices import comment
from tests.public.conftest import Committed
from tests.site_map import mapped

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

COMMITMENT = NamedCommitment(
    1, 1, "3A", "التزام", "A promise", NamedPlan(1, "fifth", 5, "الخطة الخامسة", "The fifth plan")
)
MINUTES = NamedMeeting(1, "first", "الاجتماع الأول", "The first meeting", date(2026, 2, 10))


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """Answer a request for a page in English."""
    with app.test_request_context("/en/"):
        app.preprocess_request()
        yield


def plain(words: str) -> str:
    """Return words without the marks that hold their direction."""
    return words.replace("\u2068", "").replace("\u2069", "")


@pytest.fixture
def unasked(committed: Committed) -> Scene:
    """Return an open consultation about a text of no known owner."""
    with committed() as session:
        made = unowned(session)
        assert made.version.clauses
    return made


@pytest.mark.usefixtures("english")
def test_a_commitment_is_named_by_its_number_and_has_pages() -> None:
    there = "/en/plans/fifth/commitments/3A/"
    assert texts.owner_named(COMMITMENT) == "Commitment 3A · The fifth plan"
    assert texts.version_named(COMMITMENT, 2, "A question") == "Commitment 3A, version 2"
    assert texts.version_in_full(COMMITMENT, 2) == "Commitment 3A, version 2: A promise"
    assert texts.owner_url(COMMITMENT) == there
    assert texts.version_url(COMMITMENT, 2) == f"{there}versions/2/"
    assert texts.compare_url(COMMITMENT, 1, 2) == f"{there}compare/1...2/"


@pytest.mark.usefixtures("english")
def test_minutes_are_named_by_their_day_and_have_pages() -> None:
    there = "/en/forum/meetings/first/minutes/"
    assert texts.owner_named(MINUTES) == "Minutes of the meeting of 10 February 2026"
    assert "the meeting of 10 February 2026: The first meeting." in plain(texts.asked_on(MINUTES))
    assert "the meeting of 10 February 2026 are before you" in plain(texts.before_you(MINUTES))
    assert texts.version_named(MINUTES, 2) == "Minutes of 10 February 2026, version 2"
    assert (
        plain(texts.version_in_full(MINUTES, 2))
        == "Minutes of 10 February 2026, version 2: The first meeting"
    )
    assert texts.owner_url(MINUTES) == there
    assert texts.version_url(MINUTES, 2) == f"{there}versions/2/"
    assert texts.compare_url(MINUTES, 1, 2) == f"{there}compare/1...2/"


@pytest.mark.usefixtures("english")
def test_a_text_of_no_known_owner_is_named_by_its_question() -> None:
    for named in (texts.version_named, texts.version_in_full):
        assert plain(named(None, 2, "A question")) == "A question, version 2"
        assert named(None, 2) == "Version 2"
    assert (texts.owner_url(None), texts.version_url(None, 2), texts.compare_url(None, 1, 2)) == (None,) * 3


def test_its_consultation_leads_to_the_text(client: ReviewingClient, unasked: Scene, at: At) -> None:
    at(moments.DURING)
    there = f"/en/consultations/{unasked.consultation.slug}/"
    for path in ("/en/", "/en/consultations/"):
        page = client.page(path).source
        assert there in page
        assert "Commitment 1 ·" not in page
        assert "clauses of commitment 1" not in page
    page = client.page(there).source
    assert f'<a href="{there}text/">A question</a>' in page
    assert "A consultation on" not in page
    assert "Clause 3" in page
    client.page(there.replace("/en/", "/ar/"))


def test_its_clauses_are_read_and_commented_on(
    client: ReviewingClient, unasked: Scene, at: At, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    at(moments.DURING)
    there = f"/en/consultations/{unasked.consultation.slug}/text/"
    page = client.page(there).source
    assert "<li>Version 1, 1 March 2026" in page
    assert "Text of clause 3." in page
    assert "/compare/" not in page
    with committed() as session:
        said = comment(session, unasked, by=unasked.author).reference
    assert said in client.page(f"{there}?clause={unasked.clauses[0]}").source
    page = client.page(f"/en/contributions/{said}").source
    assert "On clause 1: Clause 1" in page
    client.sign_in(user_of(unasked.author))
    assert "Clause 1: \u2068Clause 1\u2069" in client.page("/en/account/").source


def test_several_texts_are_told_apart(client: ReviewingClient, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        slug = unowned(session, beside=True).consultation.slug
    page = client.page(f"/en/consultations/{slug}/text/").source
    assert page.index(">A commitment</strong>") < page.index(">A question</strong>")
    page = client.page(f"/en/consultations/{slug}/").source
    assert "A consultation on the draft clauses of commitment 1: A commitment." in page
    assert f'<a href="/en/consultations/{slug}/text/">A question</a>' in page


def test_what_an_answer_changed_is_read_without_a_page_of_versions(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    with committed() as session:
        made = unowned(session)
        said = answer(session, made).reference
    at(moments.LATER)
    there = f"/en/consultations/{made.consultation.slug}/outcome/"
    paths = ("/en/", there, f"/en/contributions/{said}", there.replace("/en/", "/ar/"))
    for path in paths:
        page = client.page(path).source
        assert "/compare/" not in page, path
        assert '<a href="">' not in page, path
    assert "New" in client.page(there).source
    page = client.page(f"/en/contributions/{said}").source
    assert "The words changed" in page
    assert "Compare version" not in page
    assert not [path for path in mapped(client) if "/versions/" in path]
