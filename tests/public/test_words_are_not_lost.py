"""What somebody typed is not lost, whatever happened while they wrote; and what is gone leaves no name behind."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.contributions.models import Contribution, Draft, Revision
from consult.contributions.queries import drafts_by_tokens
from consult.moderation.services import ask_erasure, erase
from consult.shared.state import State
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene, announce
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, hide
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
SAME = {"Sec-Fetch-Site": "same-origin"}


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def hidden_fields(page: str, mark: str) -> dict[str, str]:
    form = page[page.index(mark) :]
    names = ("csrf_token", "key", "clause", "version")
    found = {name: re.findall(rf'name="{name}" value="([^"]*)"', form)[:1] for name in names}
    return {name: values[0] for name, values in found.items() if values}


def test_all_that_a_reader_wrote_waits_for_them(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    for body in ("First words", "Second words"):
        client.submit(text_url(asked), {"body": body}, action="/contribute")
    page = client.get("/en/draft").text
    assert "First words" in page
    assert "Second words" in page
    with client.session_transaction() as kept, committed() as session:
        assert len(drafts_by_tokens(session, kept["draft"].split())) == 2


def test_other_words_on_a_page_gone_back_to_are_another_contribution(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    form = hidden_fields(client.get(text_url(asked)).text, 'id="say"')
    url = f"/en/consultations/{asked.consultation.slug}/contribute"
    paths = [
        location(client.post(url, data={**form, "body": body}, headers=SAME))
        for body in ("Once", "Once", "And another thing")
    ]
    assert paths[0] == paths[1] != paths[2]
    with committed() as session:
        assert session.scalars(select(Revision.body).order_by(Revision.contribution_id)).all() == [
            "Once",
            "And another thing",
        ]


def test_a_consultation_that_ended_meanwhile_gives_the_words_back(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    slug = asked.consultation.slug
    urls = [f"/en/consultations/{slug}/contribute", f"/en/consultations/{slug}/propose"]
    typed = {"title": "A hall", "problem": "It is far.", "body": "Words of an hour"}
    signed_in = client.application.test_client()
    assert isinstance(signed_in, ReviewingClient)
    signed_in.sign_in(user_of(asked.author))
    forms = []
    for who in (client, signed_in):
        forms.append((who, urls[0], hidden_fields(who.get(text_url(asked)).text, 'id="say"')))
        forms.append((who, urls[1], hidden_fields(who.get(urls[1]).text, "<main")))
    with committed() as session:
        consultations.cancel(
            session, actor=asked.officer, now=moments.DURING, consultation_id=asked.id, reason=REASON
        )
    for who, url, form in forms:
        answer = who.post(url, data={**form, **typed}, headers=SAME)
        assert answer.status_code == 422, url
        assert "Words of an hour" in answer.text
        assert "was cancelled and takes no contributions" in answer.text
    assert location(client.get(urls[1])) == f"/en/consultations/{slug}/text/"
    assert location(client.get(urls[0])) == f"/en/consultations/{slug}/text/"


def test_an_activity_that_closed_meanwhile_gives_the_words_back(
    client: ReviewingClient, user_of: UserOf, committed: Committed, at: At
) -> None:
    with committed() as session:
        asked = make_scene(session, State.DRAFT)
        asked.consultation.activities[0].closes_at = moments.DURING + timedelta(hours=1)
        session.flush()
        announce(session, asked)
    signed_in = client.application.test_client()
    assert isinstance(signed_in, ReviewingClient)
    signed_in.sign_in(user_of(asked.author))
    at(moments.DURING + timedelta(hours=1))
    for who in (client, signed_in):
        answer = who.submit(text_url(asked), {"body": "Words of an hour"}, action="/contribute")
        assert answer.status_code == 422
        assert "Words of an hour" in answer.text
        assert "The consultation does not take contributions now." in answer.text
    with committed() as session:
        assert session.scalar(select(func.count()).select_from(Draft)) == 0


def test_a_reply_to_what_was_hidden_meanwhile_is_given_back(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    with committed() as session:
        said = comment(session, asked, body="Words that went")
    url = f"/en/contributions/{said.reference}/reply"
    form = hidden_fields(client.get(url).text, "<main")
    with committed() as session:
        hide(session, asked, said)
    answer = client.post(url, data={**form, "body": "My reply to it"}, headers=SAME)
    assert answer.status_code == 422
    assert "My reply to it" in answer.text
    assert "Words that went" not in answer.text
    assert location(client.get(url)) == f"/en/contributions/{said.reference}"


def test_who_spoke_is_not_told_of_what_is_hidden(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        named = comment(session, asked, by=person(session, name="A name that insults"), named=True)
        body = person(session, (Role.REPRESENTATIVE, asked.organisation.scope))
        official = comment(session, asked, by=body, organisation=asked.organisation.slug, stance="support")
        hide(session, asked, named)
        hide(session, asked, official)
    for said in (named, official):
        page = client.get(f"/en/contributions/{said.reference}").text
        assert "A name that insults" not in page
        assert f"{asked.organisation.name_en}\u2069: a contribution" not in page
    answer = client.get(f"/en/consultations/{asked.consultation.slug}/contributions.csv")
    rows = list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))
    silent = ("stance", "speaker", "organisation_ar", "organisation_en", "shown_name", "text", "salt")
    assert [row[name] for row in rows for name in silent] == [""] * 14
    assert [row["clause_id"] for row in rows] == [str(asked.clauses[0])] * 2


def test_a_vote_leads_back_to_where_it_was_cast(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    client.sign_in(user_of(asked.author))
    listed = f"/en/consultations/{asked.consultation.slug}/contributions/"
    form = hidden_fields(client.get(listed).text, f'id="{said.reference}"')
    url, data = f"/en/contributions/{said.reference}/vote", {**form, "choice": "agree"}
    for referrer, back in (
        (f"http://localhost{listed}?before=999", f"{listed}?before=999"),
        ("http://elsewhere.example/en/plans/", text_url(asked)),
        ("http://localhost/en/plans/", text_url(asked)),
        ("", text_url(asked)),
    ):
        answer = client.post(url, data=data, headers={**SAME, "Referer": referrer})
        assert location(answer) == back
        assert answer.headers["Location"].endswith(f"#{said.reference}")


def test_the_margin_shows_where_the_asking_body_has_spoken(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    assert "knot-answer" not in client.get(text_url(asked)).text
    with committed() as session:
        clarification(session, asked, comment(session, asked))
    page = client.get(text_url(asked)).text
    assert page.count("knot-answer") == 1
    assert "voice-official" in page


@pytest.mark.parametrize("who", ["signed in", "a reader"])
@pytest.mark.parametrize(
    "tampered", [{"clause": "99999"}, {"clause": "one"}, {"clause": "9" * 30}, {"version": "99999"}]
)
def test_words_about_what_is_not_there_are_given_back(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At,
    tampered: dict[str, str], who: str,
) -> None:  # fmt: skip
    at(moments.DURING)
    if who == "signed in":
        client.sign_in(user_of(asked.author))
    form = hidden_fields(client.get(text_url(asked)).text, 'id="say"')
    url = f"/en/consultations/{asked.consultation.slug}/contribute"
    answer = client.post(url, data={**form, **tampered, "body": "Words of an hour"}, headers=SAME)
    assert answer.status_code == 422
    assert "Words of an hour" in answer.text
    assert "is no longer there. Your words are still here" in answer.text
    # Where the clause is there its form is shown again, with the version that belongs to it.
    assert ('id="say"' in answer.text) is ("clause" not in tampered)
    with committed() as session:
        assert (
            session.scalar(select(func.count(Draft.id))),
            session.scalar(select(func.count(Contribution.id))),
        ) == (0, 0)


@pytest.mark.parametrize("who", ["signed in", "a reader"])
def test_a_reply_to_what_was_erased_meanwhile_is_given_back(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At, who: str
) -> None:
    at(moments.DURING)
    if who == "signed in":
        client.sign_in(user_of(asked.author))
    with committed() as session:
        said = comment(session, asked)
    url = f"/en/contributions/{said.reference}/reply"
    form = hidden_fields(client.get(url).text, "<main")
    with committed() as session:
        ask_erasure(
            session, actor=asked.moderator, now=moments.DURING, reference=said.reference, reason="A reason"
        )
        second = person(session, (Role.MODERATOR, asked.organisation.scope))
        erase(session, actor=second, now=moments.DURING, reference=said.reference, rule=4, reason=REASON)
    answer = client.post(url, data={**form, "body": "My reply to it"}, headers=SAME)
    assert answer.status_code == 422
    assert "My reply to it" in answer.text
    with committed() as session:
        assert session.scalar(select(func.count(Draft.id))) == 0


def test_an_address_that_is_not_there_gives_back_what_was_sent_to_it(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    token = hidden_fields(client.get(text_url(asked)).text, 'id="say"')["csrf_token"]
    for url in ("/en/contributions/V-2000-0001/reply", "/en/consultations/none/propose"):
        form = {"csrf_token": token, "body": "Words of an hour", "password": "not this"}
        answer = client.post(url, data=form, headers=SAME)
        assert answer.status_code == 404
        assert "Words of an hour" in answer.text
        assert "not this" not in answer.text
    assert "What you typed" not in client.get("/en/contributions/V-2000-0001/reply").text
