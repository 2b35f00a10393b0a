"""Coordinators and officers say on which level people take part; everybody reads it where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.documents.models import Attached
from consult.documents.services import attach
from consult.shared.state import State
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.documents import filed
from tests.factories.participation import PROMISED, SHOWN, said_of_plan
from tests.factories.plans import keeper
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
PRESS = "Publish it"


def read(client: ReviewingClient, path: str) -> str:
    return " ".join(words(client.page(path).root).split())


@pytest.fixture
def keeping(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf, at: At
) -> ReviewingClient:
    """Return the browser of a coordinator, while a consultation is open."""
    at(moments.DURING)
    with committed() as session:
        actor = keeper(session)
    assert asked.id
    client.sign_in(user_of(actor))
    return client


def test_participation_level_of_a_plan_is_said_in_the_browser(
    keeping: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    plan = asked.commitment.plan
    with committed() as session:
        document = filed(session, title_en="Minutes of the forum")
        attach(
            session, actor=keeper(session), now=moments.ANNOUNCED, slug=document.slug, kind=Attached.PLAN,
            subject_id=plan.id,
        )  # fmt: skip
    desk, public = f"/en/desk/plans/{plan.slug}/", f"/en/plans/{plan.slug}/"
    assert "Level of participation" not in read(keeping, public)
    links = [str(link.get("href")) for link in keeping.page(desk).every("a")]
    assert {f"{desk}level/plan", f"{desk}level/co-creation"} <= set(links)
    assert "Everybody reads it on the page of the plan from this moment on." in read(
        keeping, f"{desk}level/plan"
    )
    typed = {
        **PROMISED, **SHOWN, "evidence_url": "https://example.org/minutes", "document": str(document.id),
    }  # fmt: skip
    assert location(keeping.submit(f"{desk}level/plan", typed, button=PRESS)) == desk
    shown = read(keeping, public)
    for told in (
        "Level of participation", "The plan as a whole", "Involve Promised level", "Collaborate Reached level",
        PROMISED["promise_en"], SHOWN["evidence_en"], "https://example.org/minutes", "Minutes of the forum",
    ):  # fmt: skip
        assert told in shown, told
    assert "Making the plan" not in shown
    later = {**typed, "level": "inform", "promise_en": "We tell you."}
    keeping.submit(f"{desk}level/plan", later, button=PRESS)
    shown = read(keeping, public)
    assert "What was said before" in shown
    assert "Promised level: Involve" in shown
    assert keeping.get(f"{desk}level/consultation").status_code == 404
    assert keeping.get(f"{desk}level/workshop").status_code == 404


def test_participation_level_that_is_refused_keeps_what_was_typed(
    keeping: ReviewingClient, asked: Scene
) -> None:
    path = f"/en/desk/plans/{asked.commitment.plan.slug}/level/co-creation"
    refused = keeping.submit(path, {"promise_ar": "نعود إليكم", "evidence_url": "ftp:x"}, button=PRESS)
    assert refused.status_code == 422
    for told in ("نعود إليكم", "Choose the level that these words promise.", "Write the whole address"):
        assert told in refused.text


def test_participation_level_that_somebody_said_meanwhile_is_shown_beside_what_was_typed(
    keeping: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    plan = asked.commitment.plan
    path = f"/en/desk/plans/{plan.slug}/level/plan"
    with committed() as session:
        said_of_plan(session, plan)
    typed = {**PROMISED, "level": "empower", "promise_en": "You decide.", "seen": "0"}
    refused = keeping.submit(path, typed, button=PRESS)
    assert refused.status_code == 422
    assert "Saved now" in refused.text
    assert PROMISED["promise_en"] in refused.text
    assert "You decide." in refused.text
    assert location(keeping.submit(path, {**typed, "seen": "1"}, button=PRESS)).endswith(f"/{plan.slug}/")


def test_participation_level_of_a_consultation_is_said_by_its_officer(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    slug = asked.consultation.slug
    desk, path = f"/en/desk/consultations/{slug}/", f"/en/desk/consultations/{slug}/level"
    assert any(link.get("href") == path for link in client.page(desk).every("a"))
    form = read(client, path)
    assert "Promised level: Consult the public. It stays as it was announced." in form
    assert "The promised level stays as it was announced." in form
    early = client.submit(path, SHOWN, button=PRESS)
    assert early.status_code == 422
    assert "People still take part." in early.text
    evidence = {name: said for name, said in SHOWN.items() if name != "reached"}
    assert location(client.submit(path, evidence, button=PRESS)) == desk
    assert SHOWN["evidence_en"] in read(client, f"/en/consultations/{slug}/")
    at(moments.AFTER)
    client.sign_in(user_of(asked.officer))
    assert location(client.submit(path, SHOWN, button=PRESS)) == desk
    shown = read(client, f"/en/consultations/{slug}/")
    assert "Consult the public Promised level" in shown
    assert "Collaborate Reached level" in shown


def test_participation_level_of_a_draft_is_promised_in_its_own_words(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.DRAFTED)
    with committed() as session:
        draft = make_scene(session, State.DRAFT)
        assert draft.consultation.organisation.slug
    client.sign_in(user_of(draft.officer))
    slug = draft.consultation.slug
    assert client.get(f"/en/desk/consultations/{slug}/level").status_code == 404
    own = {"level": "collaborate", "promise_ar": "نكتب معكم.", "promise_en": "We write with you."}
    client.submit(f"/en/desk/consultations/{slug}/edit", own, button="Save the draft")
    shown = read(client, f"/en/consultations/{slug}/")
    assert "Collaborate Promised level" in shown
    assert "We write with you." in shown
