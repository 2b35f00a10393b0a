"""Sealed results on pages: before the closing no address of a consultation answers otherwise because somebody voted."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.contributions.services import vote_on_clause, vote_on_contribution
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, reply
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from datetime import datetime

    from tests.conftest import At

UserOf = Callable[[Actor], User]
SEALED_UNTIL = "Nobody sees how others voted before"


@pytest.fixture
def sealed(committed: Committed) -> Scene:
    with committed() as session:
        made = make_scene(session, seals_results=True)
        assert made.consultation.texts
    return made


@pytest.fixture
def said(committed: Committed, sealed: Scene) -> Contribution:
    """Return a voice with a reply."""
    with committed() as session:
        first = comment(session, sealed, clause_id=sealed.clauses[0])
        reply(session, first)
    return first


def vote(committed: Committed, sealed: Scene, said: Contribution) -> None:
    with committed() as session:
        given: dict[str, Any] = {"actor": person(session), "now": moments.DURING, "choice": "agree"}
        vote_on_clause(session, consultation_id=sealed.id, clause_id=sealed.clauses[0], **given)
        vote_on_contribution(session, reference=said.reference, **given)


def addresses(sealed: Scene, said: Contribution) -> list[str]:
    """Return the public addresses at which a consultation and what was said in it are read."""
    slug, clause, commitment = sealed.consultation.slug, sealed.clauses[0], sealed.commitment
    asked, plan = f"consultations/{slug}/", commitment.plan.slug
    return [
        "", "consultations/", asked, f"{asked}text/", f"{asked}text/?clause={clause}", f"{asked}text/?clause=whole",
        f"{asked}contributions/", f"{asked}contributions/?clause={clause}", f"{asked}contributions.csv",
        f"{asked}contributions.jsonl", f"{asked}revisions.csv", f"contributions/{said.reference}",
        f"contributions/{said.reference}/sealed", f"organisations/{sealed.organisation.slug}", f"plans/{plan}/",
        f"plans/{plan}/commitments/{commitment.number}/", "search?q=question",
    ]  # fmt: skip


def answers(client: ReviewingClient, urls: list[str]) -> dict[str, tuple[int, bytes, list[tuple[str, str]]]]:
    """Return what each address answers: status, bytes, and all headers but the moment of the answer."""
    found = {}
    for url in urls:
        answer = client.get(url)
        body = re.sub(rb'name="csrf_token" value="[^"]*"|name="key" value="[^"]*"', b"", answer.data)
        named = [(name, value) for name, value in answer.headers if name not in {"Date", "X-Request-Id"}]
        found[url] = (answer.status_code, body, named)
    return found


def test_no_public_byte_tells_of_a_vote(
    client: ReviewingClient, sealed: Scene, said: Contribution, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    urls = [f"/{lang}/{address}" for lang in ("ar", "en") for address in addresses(sealed, said)]
    before = answers(client, urls)
    assert {status for status, _body, _headers in before.values()} <= {200, 308, 404}
    vote(committed, sealed, said)
    after = answers(client, urls)
    assert [url for url in urls if before[url] != after[url]] == []
    at(moments.CLOSES)
    closed = answers(client, urls)
    page = closed[f"/en/consultations/{sealed.consultation.slug}/text/?clause={sealed.clauses[0]}"]
    assert b"1 agrees" in page[1]
    assert SEALED_UNTIL.encode() not in page[1]


def test_the_page_says_until_when_and_its_voter_sees_their_own(
    client: ReviewingClient, sealed: Scene, said: Contribution, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    url = f"/en/consultations/{sealed.consultation.slug}/text/?clause={sealed.clauses[0]}"
    with_facts = client.get(f"/en/consultations/{sealed.consultation.slug}/").text
    assert "Nobody sees how others voted before the closing; then everybody sees" in with_facts
    client.sign_in(user_of(sealed.moderator))
    action = f"/clauses/{sealed.clauses[0]}/vote"
    page = client.submit(url, action=action, button="choice=agree", follow=True).text
    assert SEALED_UNTIL in page
    assert 'value="agree" aria-pressed="true"' in page
    shown = client.get(f"/en/contributions/{said.reference}").text
    assert "Nobody sees how others voted before the closing." in shown
    for text in (page, shown):
        assert '<span class="num">1</span></button>' not in text


@pytest.mark.parametrize(("now", "votes"), [(moments.DURING, ""), (moments.AFTER, "1")])
def test_the_open_file_leaves_them_empty_until_then(
    client: ReviewingClient, sealed: Scene, said: Contribution, committed: Committed, at: At, now: datetime, votes: str
) -> None:  # fmt: skip
    vote(committed, sealed, said)
    at(now)
    text = client.get(f"/en/consultations/{sealed.consultation.slug}/contributions.csv").text
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline="")))
    assert [row["votes_agree"] for row in rows if row["reference"] == said.reference] == [votes]


def test_others_say_that_everybody_sees_them(client: ReviewingClient, asked: Scene, at: At) -> None:
    at(moments.DURING)
    page = client.get(f"/en/consultations/{asked.consultation.slug}/").text
    assert "Everybody sees how many voted how, also while it is open." in page
    clause = client.get(f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}").text
    assert SEALED_UNTIL not in clause
