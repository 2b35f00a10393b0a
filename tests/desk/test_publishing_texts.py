"""A text is published without a consultation, and drafts are discarded and brought back, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.shared.state import State
from consult.texts.models import TextAct, TextVersion
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import draft_version
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
TYPED = {"reason_ar": REASON[0], "reason_en": REASON[1]}


@pytest.fixture
def drafted(committed: Committed, at: At) -> tuple[Scene, TextVersion]:
    """Return a scene whose consultation was cancelled, and the draft of its next text."""
    at(moments.LATER)
    with committed() as session:
        made = make_scene(session, State.CANCELLED)
        version = draft_version(session, made.officer, made.organisation, made.commitment)
    return made, version


def home_of(made: Scene) -> str:
    """Return the address of a scene's commitment."""
    return f"/en/plans/{made.commitment.plan.slug}/commitments/{made.commitment.number}/"


def test_a_withdrawn_text_is_not_shown_as_the_commitments(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion]
) -> None:
    page = client.page(home_of(drafted[0]))
    assert "No text is adopted yet" in page.source
    assert "Withdrawn with its consultation, which was cancelled on" in page.source
    assert "Text of clause 1." not in page.source
    version = client.page(f"{home_of(drafted[0])}versions/1/").source
    assert "Withdrawn with its consultation" in version


def test_a_proposed_text_stands_beside_the_adopted_one(client: ReviewingClient, asked: Scene, at: At) -> None:
    at(moments.DURING)
    page = client.page(home_of(asked)).source
    assert "No text is adopted yet" in page
    assert "The text that is proposed" in page
    assert "Proposed: the public is asked about it until 19 April 2026" in page


def test_a_publisher_publishes_a_text_without_a_consultation(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion], committed: Committed, user_of: UserOf
) -> None:
    made, version = drafted
    client.sign_in(user_of(made.publisher))
    path = f"/en/desk/texts/{version.id}/publish"
    assert path in client.page("/en/desk/").source
    shown = client.page(path).source
    assert "What this will do" in shown
    assert "Text of clause 1." in shown
    refused = client.submit(path, {"reason_ar": "سبب", "reason_en": ""})
    assert refused.status_code == 422
    assert "سبب" in refused.text
    old = client.submit(path, {**TYPED, "seen": "what stood before"})
    assert old.status_code == 422
    assert "The draft was changed while this page was open." in old.text
    client.page(path)
    sent = client.submit(path, TYPED)
    assert location(sent) == path
    assert location(client.submit_again()) == path
    assert "This text is published and does not change" in client.page(path).source
    page = client.page(home_of(made)).source
    assert "Published without a consultation, on" in page
    assert "A published reason" in page
    with committed() as session:
        assert session.scalars(select(TextAct.kind)).all() == ["published"]


def test_an_officer_discards_a_draft_and_brings_it_back(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion], user_of: UserOf
) -> None:
    made, version = drafted
    client.sign_in(user_of(made.officer))
    path = f"/en/desk/texts/{version.id}/discard"
    assert path in client.page(f"/en/desk/texts/{version.id}/").source
    assert "It can be brought back from the desk for 30 days." in client.page(path).source
    assert location(client.submit(path, {}, action="/discard")).startswith("/en/desk/")
    home = client.page("/en/desk/").source
    assert "Discarded drafts" in home
    assert "There is no draft to discard any more" in client.page(path).source
    assert "This draft was discarded" in client.page(f"/en/desk/texts/{version.id}/").source
    back = client.submit(
        f"/en/desk/texts/{version.id}/", {}, action=f"/en/desk/texts/{version.id}/bring-back"
    )
    assert back.status_code == 303
    assert "Discarded drafts" not in client.page("/en/desk/").source


def test_a_new_text_takes_up_withdrawn_words_only_where_it_is_asked_to(
    client: ReviewingClient, drafted: tuple[Scene, TextVersion], user_of: UserOf
) -> None:
    made, _version = drafted
    client.sign_in(user_of(made.officer))
    asked = {"commitment": str(made.commitment.id)}
    path = location(client.submit("/en/desk/texts/new", asked))
    assert "Text of clause 1." not in client.page(path).source
    path = location(client.submit("/en/desk/texts/new", {**asked, "withdrawn": "y"}))
    assert "Text of clause 1." in client.page(path).source
