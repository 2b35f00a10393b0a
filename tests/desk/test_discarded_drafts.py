"""Drafts of consultations are discarded and brought back at the desk, in a browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.consultations.models import Consultation, ConsultationAct
from consult.shared.state import State
from consult.texts.services import BACK_WITHIN
from tests.client import FROM_OUR_PAGE, ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

HOME = "/en/desk/"


@pytest.fixture
def draft(client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User], at: At) -> Scene:
    """Return a draft whose officer is signed in."""
    at(moments.DRAFTED)
    with committed() as session:
        made = make_scene(session, State.DRAFT)
    client.sign_in(user_of(made.officer))
    return made


def page_of(made: Scene) -> str:
    """Return the address of a consultation at the desk."""
    return f"{HOME}consultations/{made.consultation.slug}/"


def discard(client: ReviewingClient, made: Scene) -> None:
    """Discard it by its page."""
    assert location(client.submit(f"{page_of(made)}discard", {}, action="/discard")).startswith(HOME)


def test_an_officer_discards_a_draft_and_brings_it_back(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    path = page_of(draft)
    assert f"{path}discard" in client.page(path).source
    told = client.page(f"{path}discard").source
    assert "It can be brought back from the desk for 30 days." in told
    assert "Drafts of texts that it is about stay as they are." in told
    discard(client, draft)
    home = client.page(HOME).source
    assert "Discarded drafts" in home
    assert path not in home.replace(f"{path}bring-back", "")
    assert f"/texts/{draft.version.id}/" in home
    page = client.page(path).source
    assert "This draft was discarded" in page
    assert f"{path}edit" not in page
    for way in ("edit", "discard", "announce"):
        assert client.get(f"{path}{way}").status_code == 404
    assert client.get(f"/en/consultations/{draft.consultation.slug}/").status_code == 404
    assert location(client.submit(HOME, {}, action=f"{path}bring-back")) == path
    assert location(client.submit_again()) == path
    assert "This draft was discarded" not in client.page(path).source
    assert f"{path}edit" in client.page(path).source
    assert "Discarded drafts" not in client.page(HOME).source
    with committed() as session:
        kinds = session.scalars(select(ConsultationAct.kind).order_by(ConsultationAct.id)).all()
    assert kinds == ["drafted", "discarded", "brought-back"]


def test_whoever_gets_no_answer_and_discards_again_is_answered_alike(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    client.page(f"{page_of(draft)}discard")
    sent = client.submit(f"{page_of(draft)}discard", {}, action="/discard")
    assert location(client.submit_again()) == location(sent)
    with committed() as session:
        kinds = session.scalars(select(ConsultationAct.kind).order_by(ConsultationAct.id)).all()
    assert kinds == ["drafted", "discarded"]


def test_what_was_typed_into_a_draft_that_somebody_discarded_is_kept_and_told(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    assert client.submit(f"{page_of(draft)}edit", {"title_en": "Saved before"}).status_code == 303
    revision = str(int(client.last[1]["revision"][0]) + 1)
    with committed() as session:
        session.get_one(Consultation, draft.id).discarded_at = moments.DRAFTED
    tab = {**client.last[1], "title_en": "Typed meanwhile", "revision": revision, "once": ["another"]}
    refused = client.post(client.last[0], data=tab, headers=FROM_OUR_PAGE)
    assert refused.status_code == 422
    assert "This draft was discarded. Bring it back first." in refused.text
    assert "Typed meanwhile" in refused.text
    assert location(client.submit(HOME, {}, action="/bring-back")) == page_of(draft)
    again = {**tab, "once": ["a third"]}
    saved = client.post(f"{page_of(draft)}edit", data=again, headers=FROM_OUR_PAGE)
    assert location(saved) == page_of(draft)
    assert "Typed meanwhile" in client.page(page_of(draft)).source


def test_its_address_is_said_to_be_held(client: ReviewingClient, draft: Scene, committed: Committed) -> None:
    with committed() as session:
        other = make_scene(session, State.DRAFT)
        session.get_one(Consultation, draft.id).discarded_at = moments.DRAFTED
        officer = person(session, (Role.OFFICER, other.organisation.scope))
        user = session.get_one(User, officer.user_id)
    client.sign_in(user)
    refused = client.submit(f"{page_of(other)}edit", {"slug": draft.consultation.slug, "title_en": "Typed"})
    assert refused.status_code == 422
    assert "A discarded draft holds this address" in refused.text
    assert "Typed" in refused.text
    assert client.get(page_of(draft)).status_code == 404


def test_after_thirty_days_it_is_not_brought_back(
    client: ReviewingClient, draft: Scene, committed: Committed, at: At
) -> None:
    discard(client, draft)
    at(moments.DRAFTED + BACK_WITHIN - moments.TICK)
    assert "Discarded drafts" in client.page(HOME).source
    with committed() as session:
        session.get_one(Consultation, draft.id).discarded_at = moments.DRAFTED - moments.TICK
    assert location(client.submit(page_of(draft), {}, action="/bring-back")) == HOME
    page = client.page(HOME).source
    assert "That time is over." in page
    assert "Discarded drafts" not in page
