"""Of two officers who write the same draft, the second is shown both texts and decides."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.shared.state import State
from consult.texts.models import ClauseText
from tests.client import ReviewingClient
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

TOLD = "Somebody else saved this while you were writing."


@pytest.fixture
def draft(committed: Committed) -> Scene:
    """Return a consultation that was not announced, whose text is still written."""
    with committed() as session:
        return make_scene(session, State.DRAFT)


def clauses(committed: Committed, scene: Scene) -> list[str]:
    """Return the English headings that are saved, in order."""
    of_draft = select(ClauseText.heading_en).where(ClauseText.version_id == scene.version.id)
    with committed() as session:
        return list(session.scalars(of_draft.order_by(ClauseText.position)))


def test_both_texts_of_the_clauses_are_shown(
    client: ReviewingClient, draft: Scene, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    client.sign_in(user_of(draft.officer))
    path = f"/en/desk/texts/{draft.version.id}/"
    assert client.submit(path, {"clauses-1-heading_en": "The other's heading"}).status_code == 303
    # The form as it stood before that: the second officer had opened it first.
    stale = {**client.last[1], "clauses-1-heading_en": "My heading", "once": ["another"]}
    answer = client.post(client.last[0], data=stale, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
    for words in (TOLD, "The other&#39;s heading", "My heading"):
        assert words in answer.text
    assert clauses(committed, draft)[1] == "The other's heading"
    seen = answer.text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    again = {**stale, "seen": seen}
    assert (
        client.post(client.last[0], data=again, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
    )
    assert clauses(committed, draft)[1] == "My heading"


def test_each_problem_of_the_clauses_stands_at_its_field(
    client: ReviewingClient, draft: Scene, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    client.sign_in(user_of(draft.officer))
    wrong = {"clauses-0-text_en": "w" * 8001, "clauses-1-heading_en": "h" * 301}
    answer = client.submit(f"/en/desk/texts/{draft.version.id}/", wrong)
    assert answer.status_code == 422
    for field, words in (
        ("clauses-0-text_en", "This is too long: at most 8000 characters."),
        ("clauses-1-heading_en", "This is too long: at most 300 characters."),
    ):
        error = answer.text.partition(f'id="{field}-error"')[2].partition("</span></span>")[0]
        assert words in error.partition("<textarea")[0].partition("<input")[0]
    assert clauses(committed, draft)[1] != "h" * 301


def test_a_clause_that_somebody_dropped_meanwhile_comes_back_under_its_own_id(
    client: ReviewingClient, draft: Scene, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    client.sign_in(user_of(draft.officer))
    path = f"/en/desk/texts/{draft.version.id}/"
    names = ("heading_ar", "heading_en", "text_ar", "text_en")
    client.submit(path, {f"clauses-0-{name}": "" for name in names})
    assert clauses(committed, draft) == ["Clause 2", "Clause 3"]
    stale = {**client.last[1], **{f"clauses-0-{name}": "Kept" for name in names}, "once": ["another"]}
    answer = client.post(client.last[0], data=stale, headers={"Sec-Fetch-Site": "same-origin"})
    assert (answer.status_code, TOLD in answer.text) == (422, True)
    seen = answer.text.partition('name="seen" type="hidden" value="')[2].partition('"')[0]
    client.post(client.last[0], data={**stale, "seen": seen}, headers={"Sec-Fetch-Site": "same-origin"})
    assert clauses(committed, draft) == ["Kept", "Clause 2", "Clause 3"]
    with committed() as session:
        assert (
            session.scalars(select(ClauseText.clause_id).where(ClauseText.heading_en == "Kept")).all()
            == (draft.clauses[:1])
        )
