"""An officer says in plain words what clauses mean; readers find it below the clause, marked as no part of the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.shared.state import State
from consult.texts.models import TextVersion
from consult.texts.services import save_clauses
from consult.texts.services.drafting import wordings_of
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


def test_what_a_colleague_saved_meanwhile_is_shown_before_it_is_replaced(
    client: ReviewingClient, draft: Scene
) -> None:
    client.submit(path_of(draft), {"clauses-0-summary_ar": PLAIN}, button="Save the plain words")
    target, opened = client.last
    client.submit(path_of(draft), {"clauses-1-summary_ar": "كلمات زميلي"}, button="Save the plain words")
    mine = {**opened, "clauses-0-summary_ar": "كلماتي"}
    # What is refused for another reason says nothing of what is saved now, and makes nothing new.
    long = client.post(target, data={**mine, "clauses-0-summary_ar": "ط" * 501}, headers=FROM_OUR_PAGE)
    assert long.status_code == 422
    for _press in range(2):
        late = client.post(target, data=mine, headers=FROM_OUR_PAGE)
        assert late.status_code == 422
        assert "كلمات زميلي" in late.text
        assert "Somebody saved plain words while this page was open" in late.text
        assert "كلماتي" in late.text


def test_announcing_says_which_plain_words_are_not_published(
    client: ReviewingClient, draft: Scene, committed: Committed
) -> None:
    client.submit(path_of(draft), {"clauses-0-summary_ar": PLAIN}, button="Save the plain words")
    announcing = f"/en/desk/consultations/{draft.consultation.slug}/announce"
    told = "Clause 1 changed since its summary in plain words was written"
    assert told not in client.get(announcing).text
    with committed() as session:
        version = session.get_one(TextVersion, draft.version.id)
        changed = wordings_of(version)
        changed[0] = replace(changed[0], text_ar=f"{changed[0].text_ar}،")
        save_clauses(
            session, actor=draft.officer, version=version, drafter=draft.organisation, clauses=changed
        )
    assert told in client.get(announcing).text


def test_an_entry_of_a_list_has_a_number_of_plain_digits(client: ReviewingClient, draft: Scene) -> None:
    client.submit(path_of(draft), {"clauses-0-summary_ar": PLAIN}, button="Save the plain words")
    target, fields = client.last
    forged = client.post(target, data={**fields, "clauses-²-summary_ar": PLAIN}, headers=FROM_OUR_PAGE)
    assert forged.status_code == 400
