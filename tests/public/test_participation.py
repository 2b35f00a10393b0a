"""Speaking, as somebody in a browser meets them."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Draft
from consult.votes.models import Vote
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, reply
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
SAME = {"Sec-Fetch-Site": "same-origin"}


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def posted_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/contribute"


def count(committed: Committed, model: type) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_a_reader_writes_first_and_no_cookie_comes_before(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    assert not client.get(text_url(asked)).headers.getlist("Set-Cookie")
    answer = client.submit(text_url(asked), {"body": "Add a bus.", "stance": "support"}, action="/contribute")
    assert answer.status_code == 303
    assert location(answer) == "/en/login?next=/en/draft"
    assert answer.headers.getlist("Set-Cookie")
    assert "Add a bus." in client.get("/en/draft").text
    assert (count(committed, Draft), count(committed, Contribution)) == (1, 0)


def test_a_reader_s_token_is_bound_to_its_form_and_to_our_pages(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    page = client.get(text_url(asked)).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page[page.index('id="say"') :])[0]
    words = {"csrf_token": token, "key": "k", "body": "Words that I typed", "clause": "", "version": ""}
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    refused = client.post(posted_url(asked), data=words, headers=elsewhere)
    assert refused.status_code == 400
    assert "Words that I typed" in refused.text
    assert client.post(posted_url(asked), data=words).status_code == 400
    assert client.post(posted_url(asked), data={**words, "csrf_token": "x"}, headers=SAME).status_code == 400
    other = f"/en/consultations/{asked.consultation.slug}/propose"
    assert client.post(other, data=words, headers=SAME).status_code == 400
    assert count(committed, Draft) == 0
    assert client.post(posted_url(asked), data=words, headers=SAME).status_code == 303


def test_a_comment_gets_its_receipt_and_the_sealed_file_proves_it(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    answer = client.submit(text_url(asked), {"body": "نقترح جلسة في كل لواء."}, action="/contribute")
    path = location(answer)
    page = client.get(path).text
    assert "You may withdraw it until the closing" in page
    sealed = client.get(f"{path}/sealed")
    print_ = hashlib.sha256(sealed.data).hexdigest()
    assert print_ in page.replace(" ", "")
    assert "نقترح جلسة في كل لواء." in sealed.data.decode(errors="ignore")
    assert sealed.headers["Content-Disposition"].endswith('.bin"')


def test_the_same_form_sent_twice_counts_once(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    page = client.get(text_url(asked), may_set_cookie=True).text
    form = page[page.index('id="say"') :]
    values = {
        name: re.findall(rf'name="{name}" value="([^"]+)"', form)[0]
        for name in ("csrf_token", "key", "clause")
    }
    first = client.post(posted_url(asked), data={**values, "version": "", "body": "Once"}, headers=SAME)
    second = client.post(posted_url(asked), data={**values, "version": "", "body": "Once"}, headers=SAME)
    assert location(first) == location(second)
    assert count(committed, Contribution) == 1


def test_what_was_typed_survives_an_error(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    long = "كلمة " * 700
    answer = client.submit(text_url(asked), {"body": long, "stance": "oppose"}, action="/contribute")
    assert answer.status_code == 422
    assert "at most 3000 characters" in answer.text
    assert long.strip() in answer.text
    assert re.search(r'value="oppose"[^>]*checked|checked[^>]*value="oppose"', answer.text)


def test_a_proposal_where_they_are_called_for(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    url = f"/en/consultations/{asked.consultation.slug}/propose"
    assert client.submit(url, {"title": "A hall"}, action="/propose").status_code == 422
    typed = {"title": "A hall", "problem": "The town is far.", "body": "Meet in the hall."}
    page = client.get(location(client.submit(url, typed, action="/propose"))).text
    for words in typed.values():
        assert words in page


def test_replies_go_three_levels_deep(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        first = comment(session, asked)
        second = reply(session, first)
    client.sign_in(user_of(asked.author))
    third = location(
        client.submit(f"/en/contributions/{second.reference}/reply", {"body": "Third"}, action="/reply")
    )
    assert client.post(f"{third}/reply", headers=SAME).status_code == 400
    page = client.get(text_url(asked)).text
    assert f"/en/contributions/{first.reference}/reply" in page
    assert f"{third}/reply" not in page


def test_after_the_closing_it_is_late_and_said_so(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.AFTER)
    client.sign_in(user_of(asked.author))
    assert "marked as late" in client.get(text_url(asked)).text
    path = location(client.submit(text_url(asked), {"body": "Late words"}, action="/contribute"))
    assert "came after the closing" in client.get(path).text
    with committed() as session:
        assert session.scalars(select(Contribution.late)).all() == [True]


def test_withdrawing_leaves_a_note(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author, body="Words to take back")
    path = f"/en/contributions/{said.reference}"
    stranger = client.application.test_client()
    assert "withdraw" not in stranger.get(path).text.casefold()
    client.sign_in(user_of(asked.author))
    page = client.submit(f"{path}/withdraw", action="/withdraw", follow=True).text
    assert "The author withdrew this contribution" in page
    after = stranger.get(path).text
    assert "Words to take back" not in after
    assert "The author withdrew this contribution" in after
    assert stranger.get(f"{path}/sealed").status_code == 404


def test_hidden_words_are_nowhere_but_with_their_author(
    app: Flask, client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=asked.author, body="Words that were hidden")
        hide(session, asked, said)
    slug = asked.consultation.slug
    pages = (
        text_url(asked),
        f"/en/consultations/{slug}/contributions/",
        f"/en/contributions/{said.reference}",
        f"/en/consultations/{slug}/contributions.csv",
        "/en/moderation-log/",
    )
    for path in pages:
        answer = client.get(path)
        assert "Words that were hidden" not in answer.text, path
        assert said.reference in answer.text, path
    assert client.get(f"/en/contributions/{said.reference}/sealed").status_code == 404
    author = app.test_client()
    assert isinstance(author, ReviewingClient)
    author.sign_in(user_of(asked.author))
    assert "Words that were hidden" in author.get(f"/en/contributions/{said.reference}").text


def test_the_open_file_has_themes_and_answers_and_proves_each_voice(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    with committed() as session:
        done = answered(session)
        slug = done.scene.consultation.slug
    answer = client.get(f"/en/consultations/{slug}/contributions.csv")
    assert answer.data.startswith(b"\xef\xbb\xbf")
    rows = {row["reference"]: row for row in csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))}
    said = rows[done.comment.reference]
    assert said["primary_theme_ar"] == done.theme.title_ar
    assert said["outcome"]
    assert said["reason_ar"]
    assert rows[done.reply.reference]["primary_theme_ar"] == done.theme.title_ar
    assert rows[done.reply.reference]["in_reply_to"] == done.comment.reference
    assert rows[done.late.reference]["late"] == "yes"
    hidden = rows[done.hidden.reference]
    assert (hidden["status"], hidden["text"], hidden["salt"]) == ("hidden", "", "")
    published = sum(row["status"] == "published" and row["late"] == "no" for row in rows.values())
    assert published == done.outcome.figures["published"]


def test_an_answered_voice_leads_to_its_answer_and_the_changed_words(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    with committed() as session:
        done = answered(session)
    page = client.get(f"/ar/contributions/{done.comment.reference}").text
    assert done.theme.title_ar in page
    assert "<ins>" in page
    assert f"#theme-{done.theme.id}" in page
    assert "/compare/" in page


def test_a_draft_and_its_voices_are_not_there(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    at(moments.DRAFTED)
    slug = asked.consultation.slug
    for path in (
        f"/en/consultations/{slug}/",
        f"/en/consultations/{slug}/text/",
        f"/en/consultations/{slug}/contributions/",
        f"/en/consultations/{slug}/contributions.csv",
        f"/en/contributions/{said.reference}",
        f"/en/contributions/{said.reference}/sealed",
        "/en/contributions/V-1999-0001",
    ):
        assert client.get(path).status_code == 404, path


def test_a_representative_speaks_for_their_organisation_and_nobody_else_does(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    page = client.get(text_url(asked), may_set_cookie=True).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page[page.index('id="say"') :])[0]
    typed = {
        "csrf_token": token, "key": "k", "body": "As the body itself", "clause": "", "version": "",
        "speak_as": f"organisation:{asked.organisation.slug}",
    }  # fmt: skip
    answer = client.post(posted_url(asked), data=typed, headers=SAME)
    assert answer.status_code in {404, 422}
    assert count(committed, Contribution) == 0


def test_the_switch_of_language_keeps_what_was_typed(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    typed = {"body": "نصف تعليق", "stance": "oppose"}
    page = client.get(text_url(asked)).text
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page[page.index('id="say"') :])[0]
    assert 'formaction="/ar/consultations/' in page
    sent = {
        **typed, "csrf_token": token, "key": "k", "clause": str(asked.clauses[0]), "version": "",
        "switch_language": "1",
    }  # fmt: skip
    answer = client.post(posted_url(asked).replace("/en/", "/ar/"), data=sent, headers=SAME)
    assert answer.status_code == 200
    assert '<html lang="ar"' in answer.text
    assert "نصف تعليق" in answer.text
    assert re.search(r'value="oppose"[^>]*checked|checked[^>]*value="oppose"', answer.text)
    assert (count(committed, Draft), count(committed, Contribution)) == (0, 0)


def test_no_name_in_the_query_becomes_part_of_an_address(
    client: ReviewingClient, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    slug = asked.consultation.slug
    for query in ("endpoint=x", "_method=x", "_external=1", "slug=other", "lang=xx", "_anchor=x", "%00=%ff"):
        answer = client.get(f"/en/consultations/{slug}/?{query}")
        assert answer.status_code == 200, query
        assert f'href="/ar/consultations/{slug}/"' in answer.text


def test_every_link_of_the_plan_record_leads_somewhere(client: ReviewingClient, asked: Scene, at: At) -> None:
    at(moments.DRAFTED)
    plan = asked.commitment.plan.slug
    waiting, seen = [f"/ar/plans/{plan}/"], set[str]()
    while waiting:
        path = waiting.pop()
        seen.add(path)
        # A link may lead to signing in, and to its page from there.
        answer = client.get(path, may_set_cookie=True, follow_redirects=True)
        assert answer.status_code == 200, path
        if path.startswith("/ar/plans/") and answer.mimetype == "text/html":
            found = {unescape(link) for link in re.findall(r'href="(/[^"#]*)', answer.text)}
            waiting += sorted(found - seen - set(waiting))
    assert {f"/ar/plans/{plan}/", f"/ar/plans/{plan}/commitments/1/", "/ar/plans/"} <= seen
    assert len(seen) > 10


def test_words_that_cannot_be_seen_are_no_words(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.author))
    for code in (0x2060, 0x200D, 0x3164, 0x2800, 0xAD):
        answer = client.submit(text_url(asked), {"body": chr(code) * 3}, action="/contribute")
        assert answer.status_code == 422, hex(code)
    assert count(committed, Contribution) == 0


def test_a_voice_takes_the_same_three_votes_as_a_clause(
    client: ReviewingClient, asked: Scene, user_of: UserOf, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    client.sign_in(user_of(asked.author))
    path = f"/en/contributions/{said.reference}"
    for choice in ("agree", "disagree", "pass"):
        page = client.submit(path, action="/vote", button=f"choice={choice}", follow=True).text
        assert f'value="{choice}" aria-pressed="true"' in page
    assert count(committed, Vote) == 1
