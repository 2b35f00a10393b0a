"""A vote pressed before signing in is kept and said, and recorded by a press; no organisation is hidden by default."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Draft, Kind
from consult.contributions.services import drop_stale_drafts, keep_draft, take_back_vote, vote_on_clause
from consult.contributions.services.kept_votes import MOST_KEPT, keep_vote
from consult.shared.errors import DomainError
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import KeptVote, Vote
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.organisations import verified
from tests.factories.people import person
from tests.factories.people import user as make_user
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, words
from tests.public.conftest import Committed
from tests.public.waiting import PASSWORD, WAITING, sign_in, somebody, text_url
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import At

__all__ = ["somebody"]
UserOf = Callable[[Actor], User]


def press(client: ReviewingClient, asked: Scene, choice: str = "agree") -> str:
    """Press a vote on the first clause before signing in."""
    action = f"/clauses/{asked.clauses[0]}/vote"
    return location(client.submit(text_url(asked), action=action, button=f"choice={choice}"))


def choices(committed: Committed) -> list[str]:
    with committed() as session:
        return list(session.scalars(select(Vote.choice)))


def test_a_vote_waits_is_said_and_is_recorded_by_a_press(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    assert not client.get(text_url(asked)).headers.getlist("Set-Cookie")
    assert press(client, asked) == "/en/login?next=/en/draft"
    assert "1 vote of yours is kept and not counted yet" in client.get("/en/login").text
    assert "Your vote: Agree" in client.get("/en/draft").text
    press(client, asked, "disagree")
    assert sign_in(client, somebody) == WAITING
    assert choices(committed) == []
    page = client.get(WAITING).text
    assert "Your vote: Disagree" in page
    assert "Your vote: Agree" not in page
    answer = client.submit(WAITING, button="Record my vote")
    assert location(answer) == text_url(asked)
    assert "Recorded: Disagree" in client.get(location(answer)).text
    assert choices(committed) == ["disagree"]
    assert client.submit_again().status_code == 303
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(KeptVote)) == 0


def test_a_vote_that_was_taken_back_since_it_waited_stays_taken_back(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    press(client, asked)
    since = moments.DURING + timedelta(minutes=1)
    subject = Subject(SubjectKind.CLAUSE, asked.clauses[0])
    with committed() as session:
        vote_on_clause(
            session, actor=asked.author, now=since, consultation_id=asked.id, clause_id=subject.id, choice="agree"
        )  # fmt: skip
        take_back_vote(session, actor=asked.author, now=since, consultation_id=asked.id, subject=subject)
    at(since + timedelta(minutes=1))
    client.sign_in(user_of(asked.author))
    answer = client.submit(WAITING, button="Record my vote")
    assert "This vote was taken back." in client.get(location(answer)).text
    assert choices(committed) == ["none"]


def test_it_still_waits_once_they_speak_for_an_organisation_no_more(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        organisation, spokesperson = verified(session)
    press(client, asked)
    client.sign_in(user_of(spokesperson))
    assert "Your vote: Agree" in client.get(WAITING).text
    client.submit(f"/en/organisations/{organisation.slug}/leave", action="/leave")
    assert "Your vote: Agree" in client.get(WAITING).text


def test_it_goes_with_whoever_registers_to_another_browser(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        heard = comment(session, asked)
    listed = f"/en/consultations/{asked.consultation.slug}/contributions/"
    client.submit(listed, action=f"/contributions/{heard.reference}/vote", button="choice=pass")
    client.submit("/en/register", {"email": "new@example.org", "password": PASSWORD, "of_age": "y"})
    with committed() as session:
        owner = session.scalars(select(User).where(User.email == "new@example.org")).one()
        owner.confirmed_at = moments.DURING
    other = client.application.test_client()
    assert isinstance(other, ReviewingClient)
    assert sign_in(other, owner) == WAITING
    assert heard.reference in other.get(WAITING).text
    other.submit(WAITING, button="Record my vote")
    assert choices(committed) == ["pass"]


def test_a_kept_vote_counts_by_the_clock(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.CLOSES - timedelta(hours=1))
    press(client, asked)
    at(moments.CLOSES + timedelta(hours=1))
    sign_in(client, somebody)
    client.submit(WAITING, button="Record my vote")
    assert choices(committed) == ["agree"]
    at(moments.CLOSES - timedelta(hours=1))
    other = client.application.test_client()
    assert isinstance(other, ReviewingClient)
    press(other, asked)
    at(moments.CLOSES + timedelta(hours=48))
    sign_in(other, somebody)
    assert "does not take votes now" in other.get(WAITING).text
    assert "Record my vote" not in other.get(WAITING).text


def test_a_press_after_registering_is_not_lost(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    press(client, asked, "agree")
    typed = {"email": "new@example.org", "password": PASSWORD, "of_age": "y"}
    client.submit("/en/register", typed)
    # Nobody has confirmed yet, and the browser goes on as a reader's.
    press(client, asked, "disagree")
    with committed() as session:
        rows = session.execute(
            select(KeptVote.choice, KeptVote.user_id.is_(None)).order_by(KeptVote.id)
        ).all()
    assert [tuple(row) for row in rows] == [("agree", False), ("disagree", True)]


def test_a_later_vote_stands_and_is_said(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    pressed = at(moments.CLOSES - timedelta(hours=1))
    press(client, asked)
    with committed() as session:
        actor = Actor(user_id=somebody.id, email=somebody.email, language="en")
        vote_on_clause(
            session, actor=actor, now=pressed + timedelta(minutes=5), consultation_id=asked.id,
            clause_id=asked.clauses[0], choice="pass",
        )  # fmt: skip
    at(moments.CLOSES)
    sign_in(client, somebody)
    answer = client.submit(WAITING, button="Record my vote")
    assert "voted on this since: Pass" in client.get(location(answer)).text
    assert choices(committed) == ["pass"]


def test_a_vote_on_what_was_hidden_is_told_and_thrown_away(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        heard = comment(session, asked)
    page = f"/en/contributions/{heard.reference}"
    client.submit(page, action="/vote", button="choice=agree")
    sign_in(client, somebody)
    with committed() as session:
        hide(session, asked, heard)
    answer = client.submit(WAITING, button="Record my vote")
    assert "no longer shown" in client.get(location(answer)).text
    client.submit(WAITING, button="Throw the vote away")
    assert "Nothing waits" in client.get(WAITING).text
    assert choices(committed) == []


def test_an_unconfirmed_voter_keeps_it_and_anothers_is_not_there(
    client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        session.get_one(User, somebody.id).confirmed_at = None
    client.sign_in(somebody)
    for choice in ("agree", "pass"):
        assert press(client, asked, choice) == WAITING
    assert "Record my vote" not in client.get(WAITING).text
    with committed() as session:
        [row] = session.scalars(select(KeptVote)).all()
        assert row.choice == "pass"
        stranger = make_user(session)
    other = client.application.test_client()
    assert isinstance(other, ReviewingClient)
    other.sign_in(stranger)
    fields = other.page("/en/account/").every("input")
    token = next(each.get("value", "") for each in fields if each.get("name") == "csrf_token")
    for way in ("", "/discard"):
        url = f"{WAITING}/votes/{row.id}{way}"
        answer = other.post(url, data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
        assert "That does not wait here" in other.get(location(answer)).text
    assert choices(committed) == []


def test_the_page_asks_no_more_however_much_waits(
    app: Flask, client: ReviewingClient, asked: Scene, somebody: User, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    sign_in(client, somebody)
    numbers = []
    for _ in range(2):
        with committed() as session:
            for _number in range(5):
                keep_vote(
                    session, now=moments.DURING, consultation_id=asked.id, choice="agree",
                    reference=comment(session, asked).reference, user_id=somebody.id,
                )  # fmt: skip
                keep_draft(
                    session, now=moments.DURING, consultation_id=asked.id, user_id=somebody.id,
                    words=words(kind=Kind.REPLY, parent=comment(session, asked).reference),
                )  # fmt: skip
        with statements_of(app.extensions["engine"]) as sent:
            assert client.get(WAITING).status_code == 200
        numbers.append(len(sent))
    # The second visit finds the record remembered.
    assert numbers[1] <= numbers[0] <= 12


def test_what_nobody_records_is_bounded_and_goes(asked: Scene, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        heard = [comment(session, asked).reference for _number in range(MOST_KEPT + 1)]
        token: str | None = None
        for reference in heard[:-1]:
            token = keep_vote(
                session, now=moments.DURING, consultation_id=asked.id, choice="agree", reference=reference,
                token=token,
            )  # fmt: skip
        with pytest.raises(DomainError, match="too-many-wait"):
            keep_vote(
                session, now=moments.DURING, consultation_id=asked.id, choice="agree", reference=heard[-1],
                token=token,
            )  # fmt: skip
        assert drop_stale_drafts(session, before=moments.DURING + moments.TICK) == MOST_KEPT


def test_who_speaks_for_an_organisation_chooses_in_whose_name(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        speaker = person(session, (Role.REPRESENTATIVE, asked.organisation.scope), name="A public name")
    client.submit(text_url(asked), {"body": "Written before"}, action="/contribute")
    client.sign_in(user_of(speaker))
    page = client.get(text_url(asked)).text
    assert (
        "checked"
        not in page[page.index('id="speak_as"') : page.index("</fieldset>", page.index('id="speak_as"'))]
    )
    answer = client.submit(text_url(asked), {"body": "In whose name?"}, action="/contribute")
    assert answer.status_code == 422
    assert re.search(r'id="speak_as-error">.*?Choose in whose name', answer.text)
    assert "In whose name?" in answer.text
    chosen = {"body": "In whose name?", "speak_as": f"organisation:{asked.organisation.slug}"}
    assert client.submit(text_url(asked), chosen, action="/contribute").status_code == 303
    with committed() as session:
        draft = session.scalars(select(Draft)).one()
    path = f"{WAITING}/{draft.id}"
    assert "checked" not in client.get(path).text
    refused = client.submit(path, button="Publish it")
    assert refused.status_code == 422
    assert f'href="#w{draft.id}-speak_as"' in refused.text
    for name in ("A public name", asked.organisation.name_en):
        assert name in refused.text
    field = {f"w{draft.id}-speak_as": f"organisation:{asked.organisation.slug}"}
    assert client.submit(path, field, button="Publish it").status_code == 303
    with committed() as session:
        said = session.scalars(select(Contribution.organisation_id)).all()
    assert said == [asked.organisation.id] * 2
