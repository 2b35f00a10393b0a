"""The address of a consultation changes until its announcement, and nothing leads from the one before."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.shared.state import State
from tests.client import ReviewingClient, location
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed


@pytest.fixture
def drafts(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> tuple[Scene, Scene]:
    """Return two consultations that were not announced; the officer of the first is signed in."""
    with committed() as session:
        first, second = make_scene(session, State.DRAFT), make_scene(session, State.DRAFT)
    client.sign_in(user_of(first.officer))
    return first, second


def edit(made: Scene) -> str:
    """Return the address of a draft's form."""
    return f"/en/desk/consultations/{made.consultation.slug}/edit"


def test_the_address_of_a_draft_changes_and_the_old_one_leads_nowhere(
    client: ReviewingClient, drafts: tuple[Scene, Scene]
) -> None:
    made, _other = drafts
    sent = client.submit(edit(made), {"slug": "new-address", "title_en": "Typed with it"})
    assert location(sent) == "/en/desk/consultations/new-address/"
    assert location(client.submit_again()) == location(sent)
    assert "Typed with it" in client.page(location(sent)).source
    assert client.get(edit(made)).status_code == 404
    assert "/texts/" in client.page(location(sent)).source


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "Use small Latin letters"),
        ("New Address", "Use small Latin letters"),
        (None, "Another consultation has this address. Choose another."),
    ],
)
def test_an_address_that_cannot_be_is_refused_with_what_was_typed_kept(
    client: ReviewingClient, drafts: tuple[Scene, Scene], typed: str | None, told: str
) -> None:
    made, other = drafts
    address = other.consultation.slug if typed is None else typed
    answer = client.submit(edit(made), {"slug": address, "title_en": "Typed with it"})
    assert answer.status_code == 422
    assert "Typed with it" in answer.text
    assert told in answer.text
    assert f'value="{address}"' in answer.text
    page = client.page(edit(made)).source
    assert f'value="{made.consultation.slug}"' in page
    assert "Typed with it" not in page


def test_an_announced_address_stays(
    client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User]
) -> None:
    with committed() as session:
        made = make_scene(session)
    client.sign_in(user_of(made.officer))
    assert client.get(edit(made)).status_code == 404
