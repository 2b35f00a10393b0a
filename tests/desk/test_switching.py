"""Every form at the desk that is typed into keeps the words in the other language, and the switch does nothing else.

The forms are those found on the pages of every state, so that a new one is tried from its first day. What a form that
only searches holds stands in the address, which the switch carries along.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import pytest
from sqlalchemy import event

from consult.shared.state import State
from tests.access.declared import NEEDS
from tests.access.visiting import browser, path_of
from tests.attack.forms import _typed, get
from tests.client import _controls, _filled_in
from tests.review import Page, review

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from flask import Flask

    from tests.access.conftest import WorldOf
    from tests.access.people import Visitor
    from tests.access.world import World

WORDS = "ما كتبته قبل التبديل 7*7"
CHANGES = ("INSERT", "UPDATE", "DELETE")
# Forms that must be found somewhere: those that this test would be blind without.
KNOWN = {
    "answer", "cancel", "clarify", "decide_organisation", "edit_consultation", "end_organisation", "erasure",
    "erratum", "extend", "give_role", "hide", "identity", "new_consultation", "points", "rename_theme", "suspend",
    "text", "themes",
}  # fmt: skip


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: forms do not differ by it."""
    return "sqlite"


@pytest.fixture(scope="module")
def found() -> set[str]:
    """Return the endpoints on whose pages a form was found, filled state by state."""
    return set()


def desk_pages(app: Flask, world: World) -> Iterator[tuple[str, Visitor, Page]]:
    """Yield every page of the desk with its endpoint, as the first two visitors whom it is there for see it."""
    client = browser(app)
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk.") and "GET" in (rule.methods or ()) and rule.endpoint in NEEDS:
            path, readers = path_of(app, rule, world.things), 0
            for visitor in world.visitors:
                answer = get(client, path, visitor.cookie) if readers < 2 else None
                if answer is not None and answer.status_code == 200 and answer.mimetype == "text/html":
                    readers += 1
                    yield rule.endpoint, visitor, Page(path, dict(answer.headers), answer.text)


def typed_forms(page: Page) -> Iterator[tuple[Element, list[Element]]]:
    """Yield the forms of a page in which something is typed to be kept, with their controls."""
    for form in page.every("form"):
        controls = _controls(page, form)
        if form.get("method", "get").lower() == "post" and _typed(controls):
            yield form, controls


def switch(page: Page, form: Element) -> str:
    """Return where the switch of language sends this form."""
    for button in page.every("button"):
        if (
            button.get("name") == "switch_language"
            and form.get("id")
            and button.get("form") == form.get("id")
        ):
            return urljoin(page.path, button.attrib["formaction"])
    pytest.fail(
        f"the form to {form.get('action')!r} on {page.path} loses its words to the switch of language"
    )


@pytest.mark.parametrize("state", list(State))
def test_the_switch_of_language_keeps_what_was_typed(
    app: Flask, world_of: WorldOf, state: State, found: set[str]
) -> None:
    world = world_of(state)
    written = writes(app)
    client = browser(app)
    for endpoint, visitor, page in desk_pages(app, world):
        for form, controls in typed_forms(page):
            found.add(endpoint.removeprefix("desk."))
            words = {name: f"{WORDS} {number}" for number, name in enumerate(_typed(controls))}
            sent = {**_filled_in(page, form), "switch_language": "1", **chosen(controls), **words}
            to = switch(page, form)
            assert urlsplit(to).path.startswith("/ar/")
            answer = client.post(
                to, data=sent, headers={"Sec-Fetch-Site": "same-origin", "Cookie": visitor.cookie}
            )
            shown = Page(to, dict(answer.headers), answer.text)
            assert answer.status_code == 200, f"{to} answered {answer.status_code}"
            assert review(shown) == []
            assert shown.root.get("lang") == "ar"
            assert not [note for note in shown.every("div") if "note-error" in note.get("class", "")]
            assert_kept(shown, to, words, chosen(controls))
    assert written == []


def writes(app: Flask) -> list[str]:
    """Return the list to which every statement that changes something is added from now on."""
    written: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        # The day's first request of all, whatever it asks for, makes the key that addresses are hashed under.
        if statement.startswith(CHANGES) and "address_keys" not in statement:
            written.append(statement)

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    return written


def chosen(controls: list[Element]) -> dict[str, list[str]]:
    """Return the last of each group of radio buttons, and every box ticked."""
    picked: dict[str, list[str]] = {}
    for control in controls:
        kind, name = control.get("type"), control.attrib["name"]
        if kind == "radio":
            picked[name] = [control.get("value", "on")]
        elif kind == "checkbox":
            picked.setdefault(name, []).append(control.get("value", "on"))
    return picked


def assert_kept(page: Page, to: str, words: dict[str, str], picked: dict[str, list[str]]) -> None:
    """Assert that a form of the page holds the words and choices, and can be switched back."""
    holding = [
        form for form, controls in typed_forms(page) if words.keys() <= {c.attrib["name"] for c in controls}
    ]
    assert len(holding) == 1, f"{to} shows {len(holding)} forms with {sorted(words)}"
    kept = _filled_in(page, holding[0])
    for name, value in words.items():
        assert kept[name] == [value], f"{to} lost {name}"
    for name, values in picked.items():
        assert sorted(kept.get(name, [])) == sorted(values), f"{to} lost what was chosen of {name}"
    assert switch(page, holding[0]).startswith("/en/")


def test_the_forms_that_are_known_were_found(found: set[str]) -> None:
    """It runs after the states: without them it says nothing."""
    if not found:
        pytest.skip("no state was tried in this process")
    assert found >= KNOWN
