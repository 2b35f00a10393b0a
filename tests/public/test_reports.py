"""Reporting a voice through the pages: without an account and with one, and the private page with the answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.jobs import delivery
from consult.moderation.models import VoiceReport
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.reports import by_accounts
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, restore
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def said(asked: Scene, committed: Committed, at: At) -> Contribution:
    """Return a comment, while the consultation is open."""
    at(moments.DURING)
    with committed() as session:
        return comment(session, asked, by=asked.author)


def rows(committed: Committed) -> list[VoiceReport]:
    """Return all reports as they are stored."""
    with committed() as session:
        return list(session.scalars(select(VoiceReport).order_by(VoiceReport.id)))


def test_report_without_account_or_cookie_leads_to_a_private_page(
    client: ReviewingClient, said: Contribution, committed: Committed
) -> None:
    home = f"/en/contributions/{said.reference}"
    form = f"{home}/report"
    assert f'href="{form}"' in client.page(home).source
    page = client.page(form)
    assert "Names, numbers, addresses or pictures of a private person" in page.source
    answer = client.submit(form, {"reason": "not-me", "note": "I never wrote this."})
    assert answer.status_code == 303
    assert not answer.headers.getlist("Set-Cookie")
    private = location(answer)
    assert re.fullmatch(r"/en/reports/[0-9a-f]{64}", private)
    shown = client.get(private)
    assert shown.status_code == 200
    assert "I never wrote this." in shown.text
    assert "waits for a moderator" in shown.text
    assert shown.headers["Cache-Control"] == "private, no-store"
    assert shown.headers["X-Robots-Tag"] == "noindex"
    assert shown.headers["Referrer-Policy"] == "no-referrer"
    (row,) = rows(committed)
    assert (row.reason, row.reporter_id, row.address) == ("not-me", None, None)
    assert row.token_hash not in private


def test_report_pressed_twice_is_one_and_other_words_are_another(
    client: ReviewingClient, said: Contribution, committed: Committed
) -> None:
    form = f"/en/contributions/{said.reference}/report"
    first = client.submit(form, {"reason": "1"})
    assert location(client.submit_again()) == location(first)
    target, typed = client.last
    second = client.post(target, data={**typed, "note": "And more."}, headers=FROM_OUR_PAGE)
    assert location(second) != location(first)
    assert [row.note for row in rows(committed)] == ["", "And more."]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_report_with_a_mistake_comes_back_with_what_was_typed(
    client: ReviewingClient, said: Contribution, committed: Committed, lang: str
) -> None:
    form = f"/{lang}/contributions/{said.reference}/report"
    answer = client.submit(form, {"note": "كلمات لا تضيع", "answer_to": "no address"})
    assert answer.status_code == 422
    assert "كلمات لا تضيع" in answer.text
    assert "no address" in answer.text
    assert 'id="reason"' in answer.text
    assert rows(committed) == []


def test_report_of_what_was_hidden_meanwhile_keeps_the_words(
    client: ReviewingClient, asked: Scene, said: Contribution, committed: Committed
) -> None:
    form = f"/en/contributions/{said.reference}/report"
    client.submit(form, {"note": "Words that stay"})
    with committed() as session:
        hide(session, asked, said, now=moments.DURING + moments.TICK)
    target, typed = client.last
    answer = client.post(target, data={**typed, "reason": "1"}, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    assert "Words that stay" in answer.text
    assert "cannot be reported" in answer.text
    there = client.get(form)
    assert (there.status_code, location(there)) == (303, f"/en/contributions/{said.reference}")
    home = client.page(f"/en/contributions/{said.reference}")
    assert "/report" not in home.source
    assert "/en/pages/moderation-rules#rule-7" in home.source


def test_report_of_an_account_waits_once_and_offers_its_address(
    client: ReviewingClient, said: Contribution, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        reader = person(session)
    client.sign_in(user_of(reader))
    form = f"/en/contributions/{said.reference}/report"
    assert reader.email in client.page(form).source
    first = client.submit(form, {"reason": "6"})
    assert location(client.submit_again()) == location(first)
    again = client.submit(form, {"reason": "6", "note": "One word more."})
    assert again.status_code == 422
    assert "waits already" in again.text
    assert "One word more." in again.text
    (row,) = rows(committed)
    assert (row.reporter_id, row.address) == (reader.user_id, reader.email)


def test_report_page_is_nobody_elses_and_says_the_answer(
    client: ReviewingClient, asked: Scene, said: Contribution, committed: Committed
) -> None:
    form = f"/en/contributions/{said.reference}/report"
    private = location(client.submit(form, {"reason": "1", "answer_to": "reader@example.net"}))
    assert client.get("/en/reports/never-made").status_code == 404
    assert client.get(private[:-1] + "x").status_code == 404
    with committed() as session:
        hide(session, asked, said, now=moments.DURING + moments.TICK)
    shown = client.page(private)
    assert "It was hidden." in shown.source
    assert REASON[1] in shown.source
    assert REASON[0] in client.page(private.replace("/en/", "/ar/")).source


def test_report_that_holds_shows_a_tombstone_and_its_entry(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        holding = make_scene(session, hold_after=3)
        said = comment(session, holding, by=holding.author)
        by_accounts(session, said, 3, now=moments.DURING + moments.TICK)
    for lang, rule in (("en", "3 different confirmed accounts"), ("ar", "3 حسابات مؤكَّدة مختلفة")):
        home = client.page(f"/{lang}/contributions/{said.reference}").source
        assert rule in home
        assert rule in client.page(f"/{lang}/moderation-log/").source
        assert rule in client.page(f"/{lang}/consultations/{holding.consultation.slug}/").source
        assert str(said.body) not in home
    log = client.page("/en/moderation-log/").source
    assert "the published rule of the consultation" in log
    with committed() as session:
        restore(session, holding, said)
    assert str(said.body) in client.page(f"/en/contributions/{said.reference}").source


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_report_that_holds_is_told_to_the_author_by_mail(
    app: Flask, committed: Committed, at: At, lang: str
) -> None:
    at(moments.DURING)
    with committed() as session:
        holding = make_scene(session, hold_after=3)
        said = comment(session, holding, by=person(session, language=lang))
        by_accounts(session, said, 3)
    delivery.deliver_due(app)
    (path,) = (app.extensions["settings"].var_dir / "mail").glob("*-moderation-hold.eml")
    mail = message_from_bytes(path.read_bytes(), policy=default)
    part = mail.get_body(("plain",))
    assert part is not None
    rule = {"ar": "بلاغات 3 حسابات مؤكَّدة مختلفة", "en": "Reports of 3 different confirmed accounts"}[lang]
    assert rule in " ".join(part.get_content().split())
    assert said.reference in str(mail["Subject"])


def test_report_takes_nothing_from_another_site(
    client: ReviewingClient, said: Contribution, committed: Committed
) -> None:
    form = f"/en/contributions/{said.reference}/report"
    client.submit(form, {"note": "x"})
    target, typed = client.last
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {}):
        assert client.post(target, data={**typed, "reason": "1"}, headers=headers).status_code == 400
    assert rows(committed) == []
