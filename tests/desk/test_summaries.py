"""An officer says in plain words what clauses mean; readers find it below the clause, marked as no part of the text."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.shared.state import State
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed
from tests.review import words

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
PLAIN = "تعرفون بالمشروع قبل أن يبدأ."


@pytest.fixture
def draft(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> Scene:
    """Return a consultation that was not announced, whose officer is signed in."""
    at(moments.DRAFTED)
    with committed() as session:
        made = make_scene(session, State.DRAFT)
    client.sign_in(user_of(made.officer))
    return made


def path_of(draft: Scene) -> str:
    return f"/en/desk/texts/{draft.version.id}/summaries"


def test_it_is_written_published_and_read(client: ReviewingClient, draft: Scene, at: At) -> None:
    assert "Say in plain words what each clause means" in words(
        client.page(path_of(draft).removesuffix("summaries")).root
    )
    answer = client.submit(path_of(draft), {"clauses-0-summary_ar": PLAIN}, button="Save the plain words")
    assert answer.status_code == 303
    at(moments.ANNOUNCED)
    announcing = f"/en/desk/consultations/{draft.consultation.slug}/announce"
    assert client.submit(announcing, action="/announce").status_code == 303
    at(moments.DURING)
    slug = draft.consultation.slug
    page = words(client.page(f"/ar/consultations/{slug}/text/").root)
    assert f"بلغة بسيطة خلاصة ليست من النص {PLAIN}" in page
    # In the other language it says so.
    assert f'lang="ar" dir="rtl">{PLAIN}' in client.get(f"/en/consultations/{slug}/text/").text
    kept = words(client.page(path_of(draft)).root)
    assert "Its summaries stay as they were published." in kept
    assert "Say in one or two sentences" not in kept


def test_what_was_typed_stays_where_it_is_refused(client: ReviewingClient, draft: Scene) -> None:
    typed = {"clauses-0-summary_ar": PLAIN, "clauses-1-summary_en": "x" * 501}
    answer = client.submit(path_of(draft), typed, button="Save the plain words")
    assert answer.status_code == 422
    assert PLAIN in answer.text
    assert 'id="clauses-1-summary_en-error"' in answer.text


def test_somebody_saved_meanwhile(client: ReviewingClient, draft: Scene) -> None:
    client.submit(path_of(draft), {"clauses-0-summary_ar": PLAIN}, button="Save the plain words")
    target, fields = client.last
    late = client.post(
        target, data={**fields, "once": "another", "clauses-0-summary_ar": "غيرها."}, headers=FROM_OUR_PAGE
    )
    assert late.status_code == 422
    assert "غيرها." in late.text
