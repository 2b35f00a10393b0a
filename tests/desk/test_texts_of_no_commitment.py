"""The desk, where a text is no commitment's: it is written, published, asked about and answered like any other."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.texts.models import TextVersion
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, respond, theme
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.unowned import unowned, unowned_version
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def drafted(committed: Committed, at: At) -> tuple[Scene, TextVersion]:
    """Return a body's scene, and its draft of a text of no known owner."""
    at(moments.LATER)
    with committed() as session:
        made = make_scene(session)
        version = unowned_version(session, made)
        assert version.clauses
    return made, version


def test_its_draft_is_written_by_its_officer(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion], user_of: UserOf
) -> None:
    made, version = drafted
    there = f"/en/desk/texts/{version.id}/"
    client.sign_in(user_of(made.officer))
    assert there in client.page("/en/desk/").source
    page = client.page(there)
    assert "<h1>Version 1</h1>" in page.source
    assert "Without a consultation, a publisher of the body publishes it." in page.source
    for path in ("discard", "summaries", f"clauses/{version.clauses[0].clause_id}/split"):
        assert "Version 1" in client.page(f"{there}{path}").source, path
    assert "Version 1" in client.page("/en/desk/consultations/new").source
    client.submit(f"{there}discard", {}, action="/discard")
    assert f"{there}bring-back" in client.page("/en/desk/").source


def test_its_draft_is_published_without_a_consultation(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion], user_of: UserOf
) -> None:
    made, version = drafted
    path = f"/en/desk/texts/{version.id}/publish"
    client.sign_in(user_of(made.publisher))
    assert path in client.page("/en/desk/").source
    assert "It stands as adopted, with the words" in client.page(path).source
    assert client.submit(path, {"reason_ar": REASON[0], "reason_en": REASON[1]}).status_code == 303
    page = client.page(path).source
    assert "This text is published and does not change" in page
    assert "Read it" not in page
    client.sign_in(user_of(made.officer))
    assert "This text is published and does not change" in client.page(f"/en/desk/texts/{version.id}/").source


def test_a_consultation_about_it_is_run_and_answered(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.AFTER)
    with committed() as session:
        made = unowned(session)
        said = comment(session, made)
        under = theme(session, made, said)
        respond(session, made, under, changes={made.clauses[0]: NEW_WORDS})
    there = f"/en/desk/consultations/{made.consultation.slug}/"
    client.sign_in(user_of(made.officer))
    page = client.page(there).source
    assert "\u2068A question\u2069, version 1" in page
    assert f"/en/consultations/{made.consultation.slug}/text/" in page
    page = client.page(f"/en/desk/themes/{under.id}/answer").source
    assert ">A question</h3>" in page
    assert "The commitment has no milestones" not in page
    client.page(f"{there}answers/")
    client.page(f"{there}publication/")
    client.sign_in(user_of(made.moderator))
    for room in ("queue/", "themes/", "letters/"):
        client.page(f"{there}{room}")
    assert said.reference in client.page(f"{there}themes/?show={under.id}").source
    client.sign_in(user_of(made.publisher))
    client.page(f"{there}publication/")
    sent = client.submit(f"{there}publication/", {"without_summary": "y"}, action="/publish")
    assert sent.status_code == 303
    assert "New" in client.page(f"/en/consultations/{made.consultation.slug}/outcome/").source
