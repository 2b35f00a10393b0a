"""Staff translate a voice through the pages: below it, marked, softer, in its own language, and never in its place."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.contributions import queries
from consult.contributions.models import Contribution, Kind, Translation
from consult.outcomes import services as outcomes
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import publish, respond, theme
from tests.factories.scenes import Scene
from tests.factories.voices import comment, hide, reply, translation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
ARABIC = "نريد أن تُنشر البيانات كل شهر."
ENGLISH = "We want the data published every month."
MARK = "Working translation by the moderators, not the author’s words"


@pytest.fixture
def said(asked: Scene, committed: Committed, at: At) -> str:
    """Return the reference of an Arabic voice in an open consultation."""
    at(moments.DURING)
    with committed() as session:
        return comment(session, asked, by=asked.author, body=ARABIC).reference


@pytest.fixture
def moderator(client: ReviewingClient, asked: Scene, user_of: UserOf) -> ReviewingClient:
    """Return a browser in which the moderator has signed in."""
    client.sign_in(user_of(asked.moderator))
    return client


def address(reference: str, lang: str = "en") -> str:
    return f"/{lang}/desk/contributions/{reference}/translate"


def row(committed: Committed, reference: str) -> Contribution:
    with committed() as session:
        found = queries.by_reference(session, reference)
    assert found is not None
    return found


def made(committed: Committed, reference: str) -> list[Translation]:
    with committed() as session:
        found = queries.by_reference(session, reference)
        assert found is not None
        return list(queries.translations_of(session, contribution_id=found.id))


def test_it_stands_below_the_words_in_its_own_language(
    app: Flask, moderator: ReviewingClient, asked: Scene, said: str
) -> None:
    answer = moderator.submit(address(said), {"body": ENGLISH})
    assert location(answer) == f"/en/contributions/{said}"
    reader = app.test_client()
    clause = f"consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"
    for path in (clause, f"consultations/{asked.consultation.slug}/contributions/", f"contributions/{said}"):
        # The head tells of the page in its own language, and says there whose words they are too.
        page = reader.get(f"/en/{path}").text.partition("<main")[2]
        assert page.index(ARABIC) < page.index(MARK) < page.index(ENGLISH), path
        assert f'<div class="words" lang="en" dir="ltr"><p>{ENGLISH}</p></div>' in page
    assert "a translation is no part of the fingerprint" in reader.get(f"/en/contributions/{said}").text
    # Whoever reads the author's own language needs none in the thread; the voice's own page keeps it.
    assert ENGLISH not in reader.get(f"/ar/{clause}").text
    assert ENGLISH in reader.get(f"/ar/contributions/{said}").text


def test_the_body_may_translate_and_is_named_for_it(
    client: ReviewingClient, asked: Scene, said: str, user_of: UserOf
) -> None:
    client.sign_in(user_of(asked.officer))
    client.submit(address(said), {"body": ENGLISH})
    page = client.get(f"/en/contributions/{said}").text
    assert "Working translation by the asking body, not the author’s words" in page


def test_a_proposal_is_translated_part_by_part(
    moderator: ReviewingClient, asked: Scene, committed: Committed, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        proposal = comment(
            session, asked, kind=Kind.PROPOSAL, clause_id=None, title="عنوان", problem="مشكلة", body="اقتراح"
        ).reference
    refused = moderator.submit(address(proposal), {"title": "A title", "problem": " ", "body": "A way"})
    assert refused.status_code == 422
    assert 'id="problem-error"' in refused.text
    assert 'value="A title"' in refused.text
    moderator.submit(address(proposal), {"title": "A title", "problem": "A problem", "body": "A way"})
    [one] = made(committed, proposal)
    queue = moderator.page(f"/en/desk/consultations/{asked.consultation.slug}/queue/")
    assert "<span>translated</span>" in queue.source
    assert (one.title, one.problem, one.body) == ("A title", "A problem", "A way")
    page = moderator.get(f"/en/contributions/{proposal}").text
    assert "<p><b>A title</b></p><p>A problem</p><p>A way</p>" in page


def test_a_better_one_takes_its_place_and_the_first_is_kept(
    moderator: ReviewingClient, said: str, committed: Committed
) -> None:
    moderator.submit(address(said), {"body": "First."})
    assert "First." in moderator.get(address(said)).text
    moderator.submit(address(said), {"body": "Second."})
    assert [(each.number, each.body) for each in made(committed, said)] == [(1, "First."), (2, "Second.")]
    page = moderator.get(f"/en/contributions/{said}").text
    assert "Second." in page
    assert "First." not in page


def test_of_two_translators_the_second_is_shown_both(
    moderator: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    moderator.submit(address(said), {"body": " "})
    target, typed = moderator.last
    with committed() as session:
        translation(session, asked, row(committed, said), body="The other's words.")
    stale = {**typed, "body": "My words."}
    refused = moderator.post(target, data=stale, headers=FROM_OUR_PAGE)
    assert refused.status_code == 422
    for words in ("Somebody else saved this while you were writing", "The other&#39;s words.", "My words."):
        assert words in refused.text
    assert len(made(committed, said)) == 1
    again = {**stale, "seen": "1", "once": "another"}
    assert moderator.post(target, data=again, headers=FROM_OUR_PAGE).status_code == 303
    assert [each.body for each in made(committed, said)] == ["The other's words.", "My words."]


def test_sent_again_it_is_saved_once(moderator: ReviewingClient, said: str, committed: Committed) -> None:
    first = moderator.submit(address(said), {"body": ENGLISH})
    assert location(moderator.submit_again()) == location(first)
    assert len(made(committed, said)) == 1


def test_words_are_kept_in_the_other_language(
    moderator: ReviewingClient, said: str, committed: Committed
) -> None:
    moderator.submit(address(said), {"body": ENGLISH}, button="switch_language=1")
    target, typed = moderator.last
    page = moderator.post(target.replace("/en/", "/ar/"), data=typed, headers=FROM_OUR_PAGE)
    assert page.status_code == 200
    assert '<html lang="ar"' in page.text
    assert ENGLISH in page.text
    assert made(committed, said) == []


def test_what_was_hidden_meanwhile_is_not_translated_and_the_words_stay(
    moderator: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    moderator.submit(address(said), {"body": " "})
    target, typed = moderator.last
    with committed() as session:
        hide(session, asked, row(committed, said))
    assert moderator.get(address(said)).status_code == 404
    refused = moderator.post(target, data={**typed, "body": ENGLISH}, headers=FROM_OUR_PAGE)
    assert refused.status_code == 422
    assert "These words are not shown any more." in refused.text
    assert ENGLISH in refused.text


def test_a_translation_is_hidden_with_what_it_translates(
    app: Flask, moderator: ReviewingClient, asked: Scene, said: str, committed: Committed
) -> None:
    moderator.submit(address(said), {"body": ENGLISH})
    with committed() as session:
        found = queries.by_reference(session, said)
        assert found is not None
        hide(session, asked, found)
    slug = asked.consultation.slug
    for path in (
        f"/en/contributions/{said}", f"/en/consultations/{slug}/contributions/",
        f"/en/consultations/{slug}/contributions.csv", f"/en/contributions/{said}/reply",
    ):  # fmt: skip
        assert ENGLISH not in app.test_client().get(path).text, path


def test_it_stands_under_quotes_and_where_one_replies(
    app: Flask, asked: Scene, said: str, committed: Committed, at: At
) -> None:
    slug = asked.consultation.slug
    with committed() as session:
        found = queries.by_reference(session, said)
        assert found is not None
        translation(session, asked, found, body=f"{ENGLISH}\n\nAnd more.")
        below = reply(session, found)
        translation(session, asked, below, body="The reply's words.")
    assert ENGLISH in app.test_client().get(f"/en/contributions/{said}/reply").text
    at(moments.LATER)
    with committed() as session:
        found = queries.by_reference(session, said)
        assert found is not None
        under = theme(session, asked, found)
        point(session, asked, under.id, said)
        respond(session, asked, under)
        publish(session, asked)
    outcome = app.test_client().get(f"/en/consultations/{slug}/outcome/").text
    assert f"{ENGLISH} […]" in outcome
    assert MARK in outcome
    voices = app.test_client().get(f"/en/consultations/{slug}/outcome/themes/{under.id}/").text
    assert "And more." in voices
    assert "The reply&#39;s words." in voices


def test_the_open_file_has_columns_of_its_own(
    app: Flask, asked: Scene, said: str, committed: Committed
) -> None:
    with committed() as session:
        found = queries.by_reference(session, said)
        assert found is not None
        translation(session, asked, found, body=ENGLISH)
        other = comment(session, asked).reference
    sent = app.test_client().get(f"/en/consultations/{asked.consultation.slug}/contributions.csv").text
    rows = {each["reference"]: each for each in csv.DictReader(StringIO(sent.removeprefix("\ufeff")))}
    columns = ("translation_language", "translation_by", "translated_title", "translated_text")
    assert [rows[said][name] for name in columns] == ["en", "moderator", "", ENGLISH]
    assert rows[said]["text"] == ARABIC
    assert [rows[other][name] for name in columns] == [""] * 4


def test_only_staff_of_the_body_are_offered_it(
    client: ReviewingClient, asked: Scene, said: str, user_of: UserOf
) -> None:
    for actor, may in (
        (asked.author, False),
        (asked.publisher, False),
        (asked.moderator, True),
        (asked.officer, True),
    ):
        client.sign_in(user_of(actor))
        assert ("/translate" in client.get(f"/en/contributions/{said}").text) is may
        assert (client.get(address(said)).status_code == 200) is may


def point(session: Session, asked: Scene, theme_id: int, reference: str) -> None:
    """Cite a voice under a theme, so that the outcome quotes it."""
    outcomes.save_point(
        session, actor=asked.moderator, now=moments.AFTER, theme_id=theme_id, text=("نقطة", "A point"),
        references=[reference],
    )  # fmt: skip
