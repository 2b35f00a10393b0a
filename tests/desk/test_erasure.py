"""Erasing through the pages: the author asks, a moderator decides, and every page shows what is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution, Status
from consult.jobs import delivery
from consult.moderation.models import ErasureRequest
from consult.outcomes.queries import latest
from tests.client import ReviewingClient, location
from tests.desk.conftest import shows_no_form, too_late
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
WORDS = "Words that must not be kept"
GROUND = {"reason_ar": "طلب صاحبها محوها.", "reason_en": "Its author asked for it."}


@pytest.fixture
def other(app: Flask) -> ReviewingClient:
    """Return a second browser, for the one who decides."""
    made = app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


@pytest.fixture
def said(asked: Scene, committed: Committed, at: At) -> str:
    """Return the reference of what the scene's author said, while the consultation is open."""
    at(moments.DURING)
    with committed() as session:
        return comment(session, asked, by=asked.author, body=WORDS).reference


def row(committed: Committed, reference: str) -> Contribution:
    """Return a contribution as it is stored now."""
    with committed() as session:
        return session.scalars(select(Contribution).where(Contribution.reference == reference)).one()


def requests(committed: Committed) -> int:
    """Return how many requests there are."""
    with committed() as session:
        return len(session.scalars(select(ErasureRequest.id)).all())


def test_the_author_asks_and_a_moderator_erases(
    app: Flask, client: ReviewingClient, other: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf,
    said: str,
) -> None:  # fmt: skip
    client.sign_in(user_of(asked.author))
    path = f"/en/contributions/{said}/erasure"
    assert (
        location(client.submit(path, {"reason": "It names me."}, action=path)) == f"/en/contributions/{said}"
    )
    assert requests(committed) == 1
    assert "waits for a decision" in client.page(f"/en/contributions/{said}").source

    other.sign_in(user_of(asked.moderator))
    listed = f"/en/desk/consultations/{asked.consultation.slug}/erasures/"
    assert said in other.page(listed).source
    decide = f"/en/desk/contributions/{said}/erasure"
    assert WORDS in other.page(decide).source
    refused = other.submit(decide, {"reason_ar": "سبب", "reason_en": ""}, action="/erase")
    assert refused.status_code == 422
    assert "سبب" in refused.text
    assert row(committed, said).body == WORDS
    assert location(other.submit(decide, GROUND, action="/erase")) == listed
    assert "This was decided already" in too_late(other).text
    decided = other.page(decide)
    assert "Erased · " in decided.source
    shows_no_form(decided)

    kept = row(committed, said)
    assert (kept.status, kept.body, kept.salt, kept.author_id, kept.shown_name) == (
        Status.ERASED,
        *[None] * 4,
    )
    reader = app.test_client()
    slug = asked.consultation.slug
    for page in (
        f"/en/contributions/{said}", f"/en/consultations/{slug}/contributions/",
        f"/en/consultations/{slug}/text/?clause={asked.clauses[0]}", "/en/moderation-log/",
        f"/en/consultations/{slug}/contributions.csv",
    ):  # fmt: skip
        answer = reader.get(page)
        assert answer.status_code == 200, page
        assert WORDS not in answer.text, page
        assert said in answer.text, page
    assert kept.fingerprint[-8:] in reader.get(f"/en/contributions/{said}").text
    assert reader.get(f"/en/contributions/{said}/sealed").status_code in {404, 410}
    assert GROUND["reason_en"] in reader.get("/en/moderation-log/").text
    delivery.deliver_due(app)
    mails = [
        path.read_text()
        for path in (app.extensions["settings"].var_dir / "mail").glob("*-moderation-erase.eml")
    ]
    assert len(mails) == 1
    assert WORDS not in mails[0]


def test_a_request_can_be_taken_back_and_asked_again(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, said: str
) -> None:
    client.sign_in(user_of(asked.author))
    path = f"/en/contributions/{said}/erasure"
    client.submit(path, {"reason": ""}, action=path)
    assert location(client.submit(path, action="/take-back")) == f"/en/contributions/{said}"
    assert "waits for a decision" not in client.page(f"/en/contributions/{said}").source
    client.submit(path, {"reason": ""}, action=path)
    assert "waits for a decision" in client.page(f"/en/contributions/{said}").source
    assert row(committed, said).body == WORDS


def test_whoever_asked_does_not_decide(
    app: Flask, client: ReviewingClient, other: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf,
    said: str,
) -> None:  # fmt: skip
    client.sign_in(user_of(asked.moderator))
    path = f"/en/desk/contributions/{said}/ask-erasure"
    short = client.submit(path, {"reason": ""})
    assert short.status_code == 422
    assert client.submit(path, {"reason": "A court orders it."}).status_code == 303
    again = client.page(path)
    assert "A request waits already" in again.source
    shows_no_form(again)
    decide = f"/en/desk/contributions/{said}/erasure"
    page = client.page(decide)
    assert "Another moderator decides" in page.source
    assert not [form for form in page.every("form") if form.get("action", "").endswith("/erase")]
    with committed() as session:
        colleague = person(session, (Role.MODERATOR, asked.organisation.scope))
    other.sign_in(user_of(colleague))
    answer = other.submit(decide, {"answer": "The order does not name it."}, action="/refuse-erasure")
    assert answer.status_code == 303
    assert row(committed, said).body == WORDS
    assert "The order does not name it." in too_late(other).text
    del app


@pytest.fixture
def ended(committed: Committed, at: At) -> Answered:
    """Return a consultation that was answered some time ago."""
    at(moments.LATER)
    with committed() as session:
        return answered(session)


def test_an_erasure_after_the_outcome_makes_the_next_version(
    client: ReviewingClient, other: ReviewingClient, ended: Answered, committed: Committed, user_of: UserOf
) -> None:
    reference, slug = ended.comment.reference, ended.scene.consultation.slug
    with committed() as session:
        author = session.get_one(User, ended.comment.author_id)
    client.sign_in(author)
    path = f"/en/contributions/{reference}/erasure"
    client.submit(path, {"reason": ""}, action=path)
    other.sign_in(user_of(ended.scene.moderator))
    decide = f"/en/desk/contributions/{reference}/erasure"
    assert other.submit(decide, GROUND, action="/erase").status_code == 303
    for lang in ("ar", "en"):
        outcome = other.page(f"/{lang}/consultations/{slug}/outcome/")
        assert reference in outcome.source
        assert ended.comment.body is None or ended.comment.body not in outcome.source
    with committed() as session:
        found = latest(session, consultation_id=ended.scene.id)
    assert found is not None
    assert (found.number, found.figures) == (2, ended.outcome.figures)
    assert [note["reference"] for note in found.content["notes"]] == [reference]
