"""The desk shows each reader what is theirs, says what waits, and keeps its head when a form sends nonsense."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.outcomes.queries import themed_counts, unanswered_counts
from consult.shared.state import State
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import answered, coverage, noise, theme
from tests.factories.people import person
from tests.factories.scenes import Scene, scene
from tests.factories.texts import draft_version
from tests.factories.voices import comment, hide, reply
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.conftest import At

UserOf = Callable[[Actor], User]
HIDDEN = "Words with a telephone number of another person"
FAR_TOO_LONG = "9" * 5000


def test_hidden_words_are_for_those_who_decide_and_for_auditors(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author, body=HIDDEN, named=True)
        hide(session, asked, said)
        auditor = person(session, (Role.AUDITOR, SITE))
    readers = {
        asked.moderator: True,
        auditor: True,
        asked.officer: False,
        asked.publisher: False,
    }
    for reader, reads in readers.items():
        client.sign_in(user_of(reader))
        page = client.get(f"/en/desk/consultations/{asked.consultation.slug}/queue/").text
        assert said.reference in page
        assert (HIDDEN in page) is reads
        assert (str(asked.author.public_name) in page) is reads


def test_the_home_page_says_what_waits(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    with committed() as session:
        first = comment(session, asked)
        comment(session, asked)
        theme(session, asked, first)
    client.sign_in(user_of(asked.moderator))
    at(moments.DURING)
    assert "2 contributions" in client.get("/en/desk/").text
    at(moments.AFTER)
    page = client.get("/en/desk/").text
    assert "1 of 2 contributions stand under a theme" in page
    assert "1 theme without an answer" in page


def test_the_counts_of_many_consultations_are_those_of_each(session: Session) -> None:
    noise(session)
    done = answered(session).scene
    begun = scene(session)
    first = comment(session, begun)
    reply(session, first)
    comment(session, begun)
    theme(session, begun, first)
    ids = [done.id, begun.id, scene(session).id]
    themed = themed_counts(session, consultation_ids=ids)
    unanswered = unanswered_counts(session, consultation_ids=ids)
    for each in (done, begun):
        covered = coverage(session, each)
        assert themed.get(each.id, 0) == covered.themed
        assert unanswered.get(each.id, 0) == len(covered.unanswered)
    assert (themed[begun.id], unanswered[begun.id], ids[2] in themed) == (2, 1, False)


@pytest.mark.parametrize(
    ("sent", "order"),
    [
        ({"clauses-2-place": "\u0661"}, [3, 1, 2]),
        ({"clauses-0-place": "3"}, [2, 3, 1]),
        ({"clauses-0-place": "2", "clauses-1-place": "3", "clauses-2-place": "1"}, [3, 1, 2]),
        ({"clauses-1-place": ""}, [1, 2, 3]),
    ],
)
def test_a_clause_takes_the_place_that_is_written(
    sent: dict[str, str],
    order: list[int],
    client: ReviewingClient,
    asked: Scene,
    committed: Committed,
    user_of: UserOf,
) -> None:
    with committed() as session:
        version = draft_version(session, asked.officer, asked.organisation, asked.commitment)
        ids = [row.clause_id for row in version.clauses]
    client.sign_in(user_of(asked.officer))
    path = f"/en/desk/texts/{version.id}/"
    assert client.submit(path, sent).status_code == 303
    shown = [
        box.get("value") for box in client.page(path).every("input") if "clause_id" in box.get("name", "")
    ]
    assert [value for value in shown if value] == [str(ids[number - 1]) for number in order]


def test_a_place_that_is_no_number_is_said_and_nothing_is_saved(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        version = draft_version(session, asked.officer, asked.organisation, asked.commitment)
    client.sign_in(user_of(asked.officer))
    path = f"/en/desk/texts/{version.id}/"
    refused = client.submit(path, {"clauses-0-place": "first", "clauses-0-heading_en": "Other"})
    assert refused.status_code == 422
    assert "Write a number." in refused.text
    assert 'value="Other"' in refused.text
    assert 'value="Other"' not in client.get(path).text


def test_a_number_longer_than_any_of_ours_is_no_failure(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        made = scene(session, State.DRAFT)
    client.sign_in(user_of(made.officer))
    text = client.submit(f"/en/desk/texts/{made.version.id}/", {"clauses-0-clause_id": FAR_TOO_LONG})
    assert text.status_code == 404
    draft = client.submit(f"/en/desk/consultations/{made.consultation.slug}/edit", {"revision": FAR_TOO_LONG})
    assert draft.status_code == 400


def test_whoever_coordinates_one_plan_is_shown_it_and_told_why_there_is_no_more(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    plan = asked.commitment.plan
    with committed() as session:
        one = person(session, (Role.COORDINATOR, f"plan:{plan.slug}"))
        gone = person(session, (Role.COORDINATOR, "plan:none"))
    client.sign_in(user_of(one))
    page = client.page("/en/desk/")
    assert [
        words(link) for link in page.every("a") if link.get("href") == f"/en/desk/plans/{plan.slug}/"
    ] == [plan.title_en]
    assert "ask an administrator" in page.source
    client.sign_in(user_of(gone))
    assert "No consultation yet" in client.get("/en/desk/").text


def test_the_page_of_a_draft_lists_what_is_missing_for_those_who_write_it(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        made = scene(session, State.DRAFT)
        auditor = person(session, (Role.AUDITOR, SITE))
    path = f"/en/desk/consultations/{made.consultation.slug}/"
    client.sign_in(user_of(made.officer))
    assert "Nothing is missing" in client.get(path).text
    assert client.submit(f"{path}edit", {"why_en": "", "decider_ar": ""}).status_code == 303
    page = client.page(path)
    assert "2 things are missing before it can be announced" in page.source
    linked = [link.attrib["href"] for link in page.every("a") if "/edit#" in link.get("href", "")]
    assert linked == [f"{path}edit#why_en", f"{path}edit#decider_ar"]
    client.sign_in(user_of(auditor))
    read = client.get(path).text
    assert "missing" not in read
