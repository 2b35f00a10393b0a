"""Changing one's own words, as its author, a reader and a sceptic meet it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions import queries
from consult.contributions.models import Contribution
from consult.public.contributions.verify_receipts import main as verify
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, reply, translation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from pathlib import Path

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.conftest import At

UserOf = Callable[[Actor], User]
LATER = moments.DURING + timedelta(hours=1)


@pytest.fixture
def stranger(app: Flask) -> ReviewingClient:
    """Return a reader without a session."""
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    return client


@pytest.fixture
def said(asked: Scene, committed: Committed) -> str:
    """Return the reference of a comment of the scene's author, said in their name."""
    with committed() as session:
        return comment(
            session, asked, by=asked.author, body="The first words stand here", named=True
        ).reference


def page_of(reference: str) -> str:
    return f"/en/contributions/{reference}"


def change(client: ReviewingClient, reference: str, **typed: str) -> str:
    """Change it as its author does, and return the page that follows."""
    return client.submit(f"{page_of(reference)}/change", typed, action="/change", follow=True).text


def count_of(committed: Committed, reference: str) -> int:
    with committed() as session:
        found = queries.by_reference(session, reference)
        assert found is not None
        return found.revision_number


def test_a_quiet_change_shows_nobody_what_stood_before(
    client: ReviewingClient, stranger: ReviewingClient, asked: Scene, said: str, user_of: UserOf, at: At
) -> None:
    at(moments.DURING + timedelta(minutes=1))
    client.sign_in(user_of(asked.author))
    form = client.get(f"{page_of(said)}/change").text
    assert "nobody else sees what it said before" in form
    page = change(client, said, body="The second words stand here", speak_as="unnamed")
    assert "Nobody else sees what it said before." in page
    assert "<del>" in page, "its author sees what changed"
    assert "Only you see here what it said before." in page
    seen = stranger.get(page_of(said)).text
    assert "The second words stand here" in seen
    assert "Its author changed it" in seen
    assert "first" not in seen.replace("From the first reply on", "")
    assert str(asked.author.public_name) not in seen
    assert stranger.get(f"{page_of(said)}/sealed?revision=1").status_code == 404
    assert client.get(f"{page_of(said)}/sealed?revision=1").status_code == 200


def test_a_correction_shows_both_word_by_word_with_their_receipts(
    client: ReviewingClient,
    stranger: ReviewingClient,
    asked: Scene,
    committed: Committed,
    user_of: UserOf,
    at: At,
) -> None:
    with committed() as session:
        made = comment(session, asked, by=asked.author, body="The first words stand here", stance="support")
        reply(session, made)
        translation(session, asked, made, language="ar")
        said = made.reference
    at(LATER)
    client.sign_in(user_of(asked.author))
    assert "stands beside your correction" in client.get(f"{page_of(said)}/change").text
    change(client, said, body="The second words stand here", stance="oppose")
    page = stranger.get(page_of(said)).text
    assert "Its author corrected it" in page
    assert re.search(r"<del>.*?first.*?</del>.*?<ins>.*?second.*?</ins>", page, re.DOTALL)
    assert "Stance: against; before: in favour" in page
    assert "answers earlier words" in page
    assert "of the words before the change" in page
    listed = stranger.get(f"/en/consultations/{asked.consultation.slug}/contributions/").text
    assert f'/en/contributions/{said}#changes">corrected</a>' in listed
    for number in (1, 2):
        sealed = stranger.get(f"{page_of(said)}/sealed?revision={number}")
        with committed() as session:
            revision = queries.revision(session, contribution_id=made.id, number=number)
            assert revision is not None
            assert sha256(sealed.data).hexdigest() == revision.fingerprint
            assert revision.fingerprint[:8] in page
    for nonsense in ("0", "3", "x", "٢٣", "9" * 30, "-1"):
        assert stranger.get(f"{page_of(said)}/sealed?revision={nonsense}").status_code == 404


def test_a_name_that_was_taken_back_is_given_to_nobody(
    client: ReviewingClient, stranger: ReviewingClient, asked: Scene, said: str, user_of: UserOf, at: At
) -> None:
    at(LATER)
    client.sign_in(user_of(asked.author))
    change(client, said, speak_as="unnamed")
    page = stranger.get(page_of(said)).text
    assert "Now without a name" in page
    assert str(asked.author.public_name) not in page
    assert stranger.get(f"{page_of(said)}/sealed?revision=1").status_code == 404
    file = stranger.get(f"/en/consultations/{asked.consultation.slug}/revisions.csv").text
    assert str(asked.author.public_name) not in file
    assert said in file


def test_what_was_typed_stays_where_it_is_refused(
    client: ReviewingClient, asked: Scene, said: str, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(LATER)
    client.sign_in(user_of(asked.author))
    url = f"{page_of(said)}/change"
    for typed in ("", "x" * 3001):
        answer = client.submit(url, {"body": typed}, action="/change")
        assert answer.status_code == 422
        assert 'aria-invalid="true"' in answer.text
        assert typed in answer.text
    target, typed_before = client.last
    for forged in ("x", "-1", "٢", "9" * 30, ""):
        sent = {**typed_before, "body": "Other words", "revision": forged}
        assert client.post(target, data=sent, headers=FROM_OUR_PAGE).status_code == 422
    unchanged = client.submit(url, {}, action="/change")
    assert unchanged.status_code == 422
    assert "This is what stands already" in unchanged.text
    # Another page of theirs changed it meanwhile: this one was opened before.
    change(client, said, body="From another page")
    late = _from_the_same_page(client, "From this page")
    assert late.status_code == 422
    assert "You changed it on another page since" in late.text
    assert "From another page" in late.text
    assert "From this page" in late.text
    assert count_of(committed, said) == 2
    at(moments.CLOSES)
    closed = _from_the_same_page(client, "Too late")
    assert closed.status_code == 422
    assert "It can be changed only while the consultation takes words" in closed.text
    assert "Too late" in closed.text
    assert client.get(url).status_code == 404
    assert count_of(committed, said) == 2


def _from_the_same_page(client: ReviewingClient, body: str) -> TestResponse:
    """Send the last form again, with other words in it."""
    target, typed = client.last
    return client.post(target, data={**typed, "body": body}, headers=FROM_OUR_PAGE)


def test_others_find_no_way_to_change_it(
    client: ReviewingClient, asked: Scene, said: str, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(LATER)
    with committed() as session:
        other = person(session)
    client.sign_in(user_of(other))
    assert "/change" not in client.get(page_of(said)).text
    assert client.get(f"{page_of(said)}/change").status_code == 404
    client.sign_in(user_of(asked.author))
    assert f"{page_of(said)}/change" in client.get(page_of(said)).text


def test_a_correction_of_a_hidden_voice_is_its_authors_alone(
    client: ReviewingClient, stranger: ReviewingClient, asked: Scene, said: str, user_of: UserOf, committed: Committed,
    at: At,
) -> None:  # fmt: skip
    with committed() as session:
        found = queries.by_reference(session, said)
        assert found is not None
        hide(session, asked, found)
    at(LATER)
    client.sign_in(user_of(asked.author))
    assert "a change does not show it again" in client.get(f"{page_of(said)}/change").text
    change(client, said, body="Milder words")
    page = stranger.get(page_of(said)).text
    assert "Its author corrected it" in page
    assert "Milder words" not in page
    assert "first words" not in page
    assert stranger.get(f"{page_of(said)}/sealed?revision=1").status_code == 404
    rows = list(csv.DictReader(io.StringIO(_file(stranger, asked))))
    assert [(row["reference"], row["status"], row["text"], row["salt"]) for row in rows] == [
        (said, "hidden", "", "")
    ]


def test_a_sceptic_verifies_what_was_said_before(
    client: ReviewingClient, stranger: ReviewingClient, asked: Scene, said: str, user_of: UserOf, committed: Committed,
    at: At, tmp_path: Path, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    client.sign_in(user_of(asked.author))
    at(moments.DURING + timedelta(minutes=1))
    change(client, said, body="=Quiet words", speak_as="named")
    at(LATER)
    change(client, said, body="Corrected words")
    rows = list(csv.DictReader(io.StringIO(_file(stranger, asked))))
    told = [(row["revision"], row["status"], row["correction"], row["revision_after"]) for row in rows]
    assert told == [("1", "changed", "no", "2"), ("2", "published", "yes", "3")]
    assert rows[0]["text"] == rows[0]["salt"] == rows[0]["shown_name"] == ""
    assert rows[0]["fingerprint"] == _fingerprint(committed, said, 1)
    path = tmp_path / "revisions.csv"
    path.write_text(_file(stranger, asked), encoding="utf-8")
    assert verify([str(path)]) == 0
    assert "fits: 1, withheld: 1" in capsys.readouterr().out
    whole = stranger.get(f"/en/consultations/{asked.consultation.slug}/contributions.csv").text
    path.write_text(whole, encoding="utf-8")
    assert verify([str(path), said]) == 0


def _file(client: ReviewingClient, asked: Scene) -> str:
    answer = client.get(f"/en/consultations/{asked.consultation.slug}/revisions.csv")
    assert answer.status_code == 200
    return answer.text.removeprefix("\ufeff")


def _fingerprint(committed: Committed, reference: str, number: int) -> str:
    with committed() as session:
        found: Contribution | None = queries.by_reference(session, reference)
        assert found is not None
        revision = queries.revision(session, contribution_id=found.id, number=number)
        assert revision is not None
        return revision.fingerprint


def test_a_vote_is_taken_back_and_nobody_votes_on_their_own(
    client: ReviewingClient, asked: Scene, said: str, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(LATER)
    with committed() as session:
        voter = person(session)
    client.sign_in(user_of(voter))
    vote = f"/contributions/{said}/vote"
    assert "Take it back" not in client.get(page_of(said)).text
    assert (
        "Recorded: Agree"
        in client.submit(page_of(said), action=vote, button="choice=agree", follow=True).text
    )
    page = client.submit(page_of(said), action=vote, button="choice=none", follow=True).text
    assert "Your vote is taken back" in page
    assert "Take it back" not in page
    text = f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"
    clause = f"/clauses/{asked.clauses[0]}/vote"
    client.submit(text, action=clause, button="choice=pass")
    assert (
        "Your vote is taken back"
        in client.submit(text, action=clause, button="choice=none", follow=True).text
    )
    client.sign_in(user_of(asked.author))
    assert vote not in client.get(page_of(said)).text
