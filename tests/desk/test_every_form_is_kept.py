"""No form of the desk that somebody writes words into loses them: each view of one says that it keeps what is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.shared.state import State
from tests.attack.forms import pages_due, shown

if TYPE_CHECKING:
    from flask import Flask

    from tests.access.conftest import WorldOf


WORDS = {"textarea", "text"}
# Where a voice stands is chosen; what is written there narrows the list.
NO_WORDS = {"desk.place"}


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is declared does not differ by it."""
    return "sqlite"


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN, State.CLOSED, State.ANSWERED])
def test_every_form_of_the_desk_with_words_in_it_is_kept(app: Flask, world_of: WorldOf, state: State) -> None:
    forms = shown(app, pages_due(app, world_of(state)))
    written = {
        form.endpoint
        for form in forms
        if form.endpoint.startswith("desk.") and WORDS & set(form.typed.values())
    } - NO_WORDS
    assert len(written) > 10
    assert {name for name in written if not hasattr(app.view_functions[name], "kept_on")} == set()


def test_every_form_that_is_kept_has_a_name_by_which_it_is_listed(app: Flask) -> None:
    kept = {name: view for name, view in app.view_functions.items() if hasattr(view, "kept_on")}
    assert len(kept) > 40
    assert [name for name, view in kept.items() if not getattr(view, "kept_name", "")] == []
