"""An officer answers in a thread through the pages, and what stands there is the body's own."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import user_by_id
from consult.accounts.services import set_mails
from consult.consultations import services as consultations
from consult.contributions import queries
from consult.contributions.models import Contribution, Kind
from consult.jobs import delivery
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import clarification, comment, hide
from tests.jobs.test_delivery import mails, text
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
WORDS = "A session in every district is possible."


@pytest.fixture
def said(asked: Scene, committed: Committed, at: At) -> str:
    """Return the reference of what the scene's author said, while the consultation is open."""
    at(moments.DURING)
    with committed() as session:
        return comment(session, asked, by=asked.author, stance="support").reference


@pytest.fixture
def officer(client: ReviewingClient, asked: Scene, user_of: UserOf) -> ReviewingClient:
    """Return a browser in which the officer has signed in."""
    client.sign_in(user_of(asked.officer))
    return client


def clarified(committed: Committed, asked: Scene) -> list[Contribution]:
    with committed() as session:
        return list(queries.clarifications(session, consultation_id=asked.id))


def address(reference: str) -> str:
    return f"/en/desk/contributions/{reference}/clarify"


def test_it_is_published_and_shown_as_the_bodys_own(
    app: Flask, officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    answer = officer.submit(address(said), {"body": WORDS})
    assert answer.status_code == 303
    [word] = clarified(committed, asked)
    assert location(answer) == f"/en/contributions/{word.reference}"
    reader = app.test_client()
    clause = f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"
    for path in (clause, f"/en/contributions/{said}"):
        page = reader.get(path).text
        assert 'class="voice voice-official"' in page
        assert WORDS in page
        assert "official clarification" in page
        assert f"/contributions/{word.reference}/vote" not in page
    page = reader.get(clause).text
    assert "1 contribution" in page
    assert "2 contributions" not in page
    own = reader.get(f"/en/contributions/{word.reference}").text
    assert "Official clarification: " in own
    assert "it is not counted as a voice" in own
    assert f"/contributions/{word.reference}/sealed" in own
    assert "It will be answered" not in own
    assert "Withdraw it" not in officer.get(f"/en/contributions/{word.reference}").text


def test_it_is_the_kind_and_not_the_name_that_makes_it_official(
    app: Flask, asked: Scene, said: str, committed: Committed
) -> None:
    with committed() as session:
        row = queries.by_reference(session, said)
        assert row is not None
        clarification(session, asked, row)
        speaker = person(session, (Role.REPRESENTATIVE, asked.organisation.scope))
        comment(session, asked, by=speaker, organisation=asked.organisation.slug)
    page = app.test_client().get(f"/en/consultations/{asked.consultation.slug}/contributions/").text
    assert page.count("voice-official") == 1
    assert page.count(f"{asked.organisation.name_en}</") == 2


def test_the_officer_finds_the_form_where_they_read(
    officer: ReviewingClient, asked: Scene, said: str
) -> None:
    slug = asked.consultation.slug
    for path in (
        f"/en/desk/consultations/{slug}/queue/",
        f"/en/consultations/{slug}/text/?clause={asked.clauses[0]}",
        f"/en/consultations/{slug}/contributions/",
        f"/en/contributions/{said}",
    ):
        page = officer.get(path).text
        assert address(said) in page, path
        assert f"/contributions/{said}/reply" not in page


def test_nobody_else_is_offered_it(client: ReviewingClient, asked: Scene, said: str, user_of: UserOf) -> None:
    for actor in (asked.moderator, asked.publisher, asked.author):
        client.sign_in(user_of(actor))
        assert "/clarify" not in client.get(f"/en/contributions/{said}").text
        assert client.get(address(said)).status_code == 404


def test_on_a_clause_the_form_for_voices_gives_way(
    officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    slug, clause = asked.consultation.slug, asked.clauses[1]
    page = officer.get(f"/en/consultations/{slug}/text/?clause={clause}").text
    assert "You speak for the body that asks" in page
    assert 'id="say"' not in page
    path = f"/en/desk/consultations/{slug}/clarify?clause={clause}"
    assert path in page
    assert officer.submit(path, {"body": WORDS}).status_code == 303
    whole = f"/en/desk/consultations/{slug}/clarify?clause=whole"
    assert officer.submit(whole, {"body": WORDS}).status_code == 303
    assert {word.clause_id for word in clarified(committed, asked)} == {clause, None}
    for name in ("999999999", "9" * 300, "elsewhere"):
        assert officer.get(f"/en/desk/consultations/{slug}/clarify?clause={name}").status_code == 404
    assert said


def test_the_public_forms_lead_an_officer_there(officer: ReviewingClient, asked: Scene, said: str) -> None:
    assert location(officer.get(f"/en/contributions/{said}/reply")) == address(said)
    slug = asked.consultation.slug
    assert location(officer.get(f"/en/consultations/{slug}/propose")) == f"/en/consultations/{slug}/text/"


def test_what_an_officer_sends_as_a_voice_is_refused_and_kept_on_the_page(
    app: Flask, officer: ReviewingClient, asked: Scene, said: str, committed: Committed, user_of: UserOf
) -> None:
    slug = asked.consultation.slug
    reader = app.test_client()
    assert isinstance(reader, ReviewingClient)
    reader.sign_in(user_of(asked.author))
    page = f"/en/consultations/{slug}/text/?clause={asked.clauses[0]}"
    assert (
        reader.submit(page, {"body": "The author's second comment"}, button="Send your comment").status_code
        == 303
    )
    path, form = f"/en/consultations/{slug}/contribute", reader.last[1]
    forms = {path: {**form, "body": WORDS}, f"/en/contributions/{said}/reply": {"key": "k", "body": WORDS}}
    token = officer.page(f"/en/desk/contributions/{said}/clarify").every("input")
    mine = next(each.get("value") for each in token if each.get("name") == "csrf_token")
    for target, fields in forms.items():
        answer = officer.post(target, data={**fields, "csrf_token": mine}, headers=FROM_OUR_PAGE)
        assert answer.status_code == 422, target
        assert "You answer for the body that asks" in answer.text
        assert WORDS in answer.text
    with committed() as session:
        counts = queries.counts_by_status(session, consultation_id=asked.id)
    assert counts == {"published": 2}


def test_sent_again_it_is_said_once(
    officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    first = officer.submit(address(said), {"body": WORDS})
    again = officer.submit_again()
    assert location(first) == location(again)
    # A lost answer and a new key of the form: the words' own key still makes it one.
    target, typed = officer.last
    officer.post(target, data={**typed, "once": "another"}, headers=FROM_OUR_PAGE)
    assert len(clarified(committed, asked)) == 1


def test_words_are_kept_on_an_error_and_in_the_other_language(
    officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    long = "word " * 700
    refused = officer.submit(address(said), {"body": long})
    assert refused.status_code == 422
    assert long.strip() in refused.text
    assert 'id="body-error"' in refused.text
    switched = officer.submit(address(said), {"body": WORDS}, button="switch_language=1")
    assert switched.status_code == 200
    assert WORDS in switched.text
    target, typed = officer.last
    arabic = officer.post(target.replace("/en/", "/ar/"), data=typed, headers=FROM_OUR_PAGE)
    assert arabic.status_code == 200
    assert '<html lang="ar"' in arabic.text
    assert WORDS in arabic.text
    assert clarified(committed, asked) == []


def test_what_comes_too_late_is_told_so_and_keeps_its_words(
    officer: ReviewingClient, asked: Scene, said: str, committed: Committed, at: At
) -> None:
    officer.submit(address(said), {"body": " "})
    target, typed = officer.last
    with committed() as session:
        row = queries.by_reference(session, said)
        assert row is not None
        hide(session, asked, row)
    assert officer.get(address(said)).status_code == 404
    late = officer.post(target, data={**typed, "body": WORDS}, headers=FROM_OUR_PAGE)
    assert late.status_code == 422
    assert "This contribution takes no replies now." in late.text
    at(moments.LATER)
    with committed() as session:
        cancel(session, asked)
    over = officer.post(target, data={**typed, "body": WORDS, "once": "other"}, headers=FROM_OUR_PAGE)
    assert over.status_code == 422
    assert "The consultation does not allow this now." in over.text
    assert WORDS in late.text
    assert WORDS in over.text
    assert clarified(committed, asked) == []


def cancel(session: Session, asked: Scene) -> None:
    """End the consultation."""
    consultations.cancel(
        session, actor=asked.officer, now=moments.LATER, consultation_id=asked.id, reason=REASON
    )


def test_the_queue_lists_them_apart(officer: ReviewingClient, asked: Scene, said: str) -> None:
    officer.submit(address(said), {"body": WORDS})
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    voices, own = officer.get(queue).text, officer.get(f"{queue}?status=clarifications").text
    assert "Official clarifications" in voices
    assert WORDS not in voices
    assert WORDS in own
    assert f"/contributions/{said}" not in own


def test_the_open_file_says_what_it_is(app: Flask, officer: ReviewingClient, asked: Scene, said: str) -> None:
    officer.submit(address(said), {"body": WORDS})
    sent = app.test_client().get(f"/en/consultations/{asked.consultation.slug}/contributions.csv").text
    rows = {row["reference"]: row for row in csv.DictReader(StringIO(sent.removeprefix("\ufeff")))}
    [word] = [row for row in rows.values() if row["kind"] == Kind.CLARIFICATION]
    assert (word["speaker"], word["text"], word["in_reply_to"]) == ("asking body", WORDS, said)
    assert (word["votes_agree"], word["stance"], word["late"]) == ("", "", "no")
    assert rows[said]["speaker"] == "person"


def test_the_author_is_told_in_their_language(
    app: Flask, officer: ReviewingClient, asked: Scene, said: str
) -> None:
    officer.submit(address(said), {"body": WORDS})
    delivery.deliver_due(app)
    [mail] = [each for each in mails(app) if each["To"] == asked.author.email and WORDS in text(each)]
    assert said in text(mail)
    assert f"/ar/contributions/{said}" in text(mail)
    assert 'dir="ltr"' in text(mail, "html")
    assert asked.officer.email not in mail.as_string()


def test_who_wants_no_such_mail_gets_none_nor_of_what_was_hidden(
    app: Flask, officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    officer.submit(address(said), {"body": WORDS})
    with committed() as session:
        author = user_by_id(session, asked.author.user_id)
        assert author is not None
        set_mails(session, user=author, receipts=True, answers=False)
    delivery.deliver_due(app)
    assert not [each for each in mails(app) if each["To"] == asked.author.email and WORDS in text(each)]


def test_a_hidden_clarification_is_a_stub_and_tells_nobody(
    app: Flask, officer: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    officer.submit(address(said), {"body": WORDS})
    with committed() as session:
        [word] = queries.clarifications(session, consultation_id=asked.id)
        hide(session, asked, word)
    delivery.deliver_due(app)
    assert not [each for each in mails(app) if each["To"] == asked.author.email and WORDS in text(each)]
    page = app.test_client().get(f"/en/contributions/{said}").text
    assert WORDS not in page
    assert "voice-official" not in page
    assert "Hidden by rule 7" in page
