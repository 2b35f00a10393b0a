"""The account shows what was said and where, how one voted, for whom one speaks, and what may be done at each."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Draft, Kind
from consult.contributions.services import keep_draft, vote_on_clause, vote_on_contribution
from tests.attack import nasty
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.organisations import verified
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide
from tests.factories.voices import words as typed
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def author(client: ReviewingClient, asked: Scene, user_of: UserOf, at: At) -> ReviewingClient:
    """Return the browser of the scene's author, while it is open."""
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    return client


def kept(committed: Committed, asked: Scene, actor: Actor, **changed: object) -> int:
    """Let words wait for somebody; return the number of their draft."""
    with committed() as session:
        keep_draft(
            session, now=moments.DURING, consultation_id=asked.id, user_id=actor.user_id,
            words=typed(clause_id=asked.clauses[0], **changed),
        )  # fmt: skip
        return session.scalars(select(Draft.id)).one()


def test_it_says_where_what_was_said_stands_and_what_may_be_done(
    author: ReviewingClient, asked: Scene, committed: Committed, at: At, user_of: UserOf
) -> None:
    with committed() as session:
        said = comment(session, asked, by=asked.author, stance="oppose")
    page = author.page("/en/account/")
    assert "Clause 1: " in words(page.root)
    assert "Stance: against" in words(page.root)
    links = [link.get("href") for link in page.every("a")]
    for act in ("change", "withdraw"):
        assert f"/en/contributions/{said.reference}/{act}" in links
    at(moments.AFTER)
    author.sign_in(user_of(asked.author))
    links = [link.get("href") for link in author.page("/en/account/").every("a")]
    assert f"/en/contributions/{said.reference}/change" not in links


def test_it_shows_ones_own_votes_and_nobody_elses(
    author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        shown, gone = comment(session, asked), comment(session, asked)
        for actor, choice in ((asked.author, "agree"), (person(session), "disagree")):
            vote_on_clause(
                session, actor=actor, now=moments.DURING, consultation_id=asked.id, clause_id=asked.clauses[1],
                choice=choice,
            )  # fmt: skip
            for each in (shown, gone):
                vote_on_contribution(
                    session, actor=actor, now=moments.DURING, reference=each.reference, choice=choice
                )
        hide(session, asked, gone)
    page = words(author.page("/en/account/").root)
    assert "How you voted" in page
    assert page.count("Your vote: Agree") == 2
    assert "Your vote: Disagree" not in page
    assert shown.reference in page
    assert gone.reference not in page


def test_it_shows_for_whom_one_speaks(client: ReviewingClient, committed: Committed, user_of: UserOf) -> None:
    with committed() as session:
        body, by = verified(session)
    client.sign_in(user_of(by))
    page = client.page("/en/account/")
    assert f"/en/organisations/{body.slug}/representatives" in [link.get("href") for link in page.every("a")]


def test_a_draft_is_changed_and_counts_from_then(
    author: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    number = kept(committed, asked, asked.author, body="First words", stance="oppose")
    later = at(moments.DURING + timedelta(hours=1))
    page = f"/en/account/waiting/{number}/change"
    assert "First words" in author.get(page).text
    answer = author.submit(page, {"body": "Other words", "stance": "support"}, action="/change")
    assert location(answer) == f"/en/account/waiting/{number}"
    with committed() as session:
        draft = session.get_one(Draft, number)
        assert (draft.words["body"], draft.words["stance"], draft.arrived_at) == (
            "Other words",
            "support",
            later,
        )
        assert session.scalars(select(Contribution)).all() == []
    assert author.submit(f"/en/account/waiting/{number}", button="Publish it").status_code == 303
    with committed() as session:
        said = session.scalars(select(Contribution)).one()
        assert (said.body, said.clause_id, said.stance) == ("Other words", asked.clauses[0], "support")
    # What is published is changed where it stands.
    assert location(author.get(page)) == f"/en/contributions/{said.reference}"


def test_a_draft_of_a_proposal_says_once_published_what_was_typed_to_change_it(
    author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    number = kept(committed, asked, asked.author, kind=Kind.PROPOSAL.value, title="First", problem="Words")
    title, problem, body = nasty.title("t"), nasty.body("p"), nasty.body("b")
    page = f"/en/account/waiting/{number}/change"
    sent = author.submit(page, {"title": title, "problem": problem, "body": body}, action="/change")
    assert location(sent) == f"/en/account/waiting/{number}"
    shown = ["".join(each.itertext()).removeprefix("\n") for each in author.page(page).every("textarea")]
    assert shown == [nasty.kept(problem), nasty.kept(body)]
    assert author.submit(f"/en/account/waiting/{number}", button="Publish it").status_code == 303
    with committed() as session:
        said = session.scalars(select(Contribution)).one()
        assert (said.title, said.problem, said.body) == (
            nasty.kept_line(title),
            nasty.kept(problem),
            nasty.kept(body),
        )


def test_an_old_window_publishes_and_replaces_nothing_that_it_does_not_show(
    author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    number = kept(committed, asked, asked.author)
    page = f"/en/account/waiting/{number}"
    old = next(each.get("value") for each in author.page(page).every("input") if each.get("name") == "seen")
    author.submit(f"{page}/change", {"body": "The second words"}, action="/change")
    refused = author.submit(page, {"seen": old}, button="Publish it")
    assert refused.status_code == 422
    assert "These words were changed in another window." in refused.text
    assert "The second words" in refused.text
    over = author.submit(f"{page}/change", {"body": "The third words", "seen": old}, action="/change")
    assert over.status_code == 422
    assert "It was changed in another window" in over.text
    assert "The second words" in over.text
    assert "The third words" in over.text
    with committed() as session:
        assert session.scalars(select(Contribution)).all() == []
        assert session.get_one(Draft, number).words["body"] == "The second words"


def test_a_draft_keeps_what_was_typed_where_it_is_refused(
    author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    number = kept(committed, asked, asked.author, body="First words")
    answer = author.submit(f"/en/account/waiting/{number}/change", {"body": "x" * 3001}, action="/change")
    assert answer.status_code == 422
    assert "x" * 3001 in answer.text
    with committed() as session:
        assert session.get_one(Draft, number).words["body"] == "First words"


def test_a_draft_of_somebody_else_is_not_there(
    author: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    with committed() as session:
        other = person(session)
    number = kept(committed, asked, other)
    assert location(author.get(f"/en/account/waiting/{number}/change")) == "/en/account/waiting"
