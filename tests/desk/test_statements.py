"""Every page of the desk asks the database for little, whoever reads it and wherever the consultation stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from consult.shared.state import State
from tests.access.visiting import browser
from tests.attack.forms import get
from tests.desk.test_switching import desk_pages
from tests.speed.counting import statements_of

if TYPE_CHECKING:
    from flask import Flask

    from tests.access.conftest import WorldOf

MOST = 12
# What these show beside the rest: files, acts and attachments of a document; what other answers change, and what came
# since; what would be published, beside what was; why a milestone is not written now, or was written anew; which
# answers and which action items wait.
# The screen of a meeting shows all of it at once: people, agenda, what was carried to it, the draft of its minutes with
# what its clauses concern, their versions, documents, and the form that is open with what can be chosen in it.
SCREEN = 21
PARTS = (
    "meeting", "meeting_details", "meeting_agenda", "add_attendee", "record_presence", "leave_out", "invite_people",
    "cancel_meeting", "publish_minutes", "discard_minutes",
)  # fmt: skip
MORE = {
    **{f"desk.{part}": SCREEN for part in PARTS},
    # A clause is written beside all that can be chosen for it.
    "desk.new_entry": 27,
    "desk.edit_entry": 27,
    # Published minutes are offered beside drafts; whose text it is decides who may sum it up.
    "desk.new_consultation": 13,
    "desk.edit_consultation": 13,
    "desk.summaries": 14,
    "desk.home": 14,
    "desk.document": 13,
    "desk.publication": 17,
    "desk.answer": 14,
    "desk.milestone": 13,
    "desk.new_milestone": 13,
}
# Every part of the workbench and of the queue at once: what is listed, found and counted.
WHOLE = {"desk.themes": "?show=all&q=a", "desk.queue": "?status=published&q=a"}


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is asked does not differ by it."""
    return "sqlite"


@pytest.mark.parametrize("state", list(State))
def test_a_page_of_the_desk_needs_few_statements(app: Flask, world_of: WorldOf, state: State) -> None:
    client, numbers, most = browser(app), {}, {}
    # The body that runs the site is read once in the seconds for which pages are kept, here in none: no page's own.
    client.get("/ar/login")
    app.extensions["operator"].until = float("inf")
    for endpoint, visitor, page in desk_pages(app, world_of(state)):
        for path in {page.path, page.path + WHOLE.get(endpoint, "")}:
            with statements_of(app.extensions["engine"]) as sent:
                assert get(client, path, visitor.cookie).status_code == 200
            numbers[path, visitor.name] = len(sent)
            most[path] = MORE.get(endpoint, MOST)
    assert numbers
    assert {key: number for key, number in numbers.items() if number > most[key[0]]} == {}
