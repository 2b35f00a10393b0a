"""Every form that anybody is shown, and how each is filled in by somebody who means no good."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from werkzeug.exceptions import HTTPException

from consult.web import again
from tests.access.declared import NEEDS, Answer
from tests.access.visiting import Visit, browser, path_of, what_is_due
from tests.client import _controls, _values
from tests.review import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from xml.etree.ElementTree import Element

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.people import Visitor
    from tests.access.world import World

# Buttons that send nothing to be stored: they show the form again, or lead away and back.
BUTTONS = (*again.BUTTONS, again.LEAD_AWAY, again.LOOK_OVER)

# Nothing is typed into these: they are chosen or pressed.
_CHOSEN = frozenset({"hidden", "checkbox", "radio", "submit", "button", "file", "image", "reset"})
_ACTION = re.compile(r'<form[^>]* action="([^"]*)"')
_ENOUGH = 2
# What ends what others need, and is therefore tried when all else is done.
_ENDING = (
    "desk.hide", "desk.refuse_erasure", "desk.erase", "public.logout", "public.end_session",
    "public.end_other_sessions",
    "public.change_password", "public.withdraw", "public.leave_organisation",
    "public.end_representative", "desk.cancel", "desk.suspend", "desk.readmit",
    "desk.end_role", "desk.end_organisation", "desk.remove_theme", "desk.withdraw_document",
)  # fmt: skip


@dataclass(frozen=True)
class Shown:
    """A form on a page, as one visitor was shown it. ``typed`` are the fields that a person writes in."""

    endpoint: str
    page: str
    action: str
    visitor: Visitor
    sent: dict[str, list[str]] = field(compare=False)
    typed: dict[str, str] = field(compare=False)

    def filled(self, write: Callable[[str, str], str | None]) -> dict[str, list[str]]:
        """Return what is sent where ``write`` says, for a field's name and kind, what stands in it; None: as shown."""
        written = {name: write(name, kind) for name, kind in self.typed.items()}
        return self.sent | {name: [value] for name, value in written.items() if value is not None}


def pages(app: Flask, world: World) -> Iterator[tuple[str, Visitor, TestResponse]]:
    """Yield every page that somebody is shown, and to whom, whatever was done to the world before."""
    return _answered(app, _reading(app, world))


def pages_due(app: Flask, world: World) -> Iterator[tuple[str, Visitor, TestResponse]]:
    """Yield every page of a world to which nothing was done, and to whom it is shown.

    Whom the tables keep out is not asked: ``tests/access/test_s3_matrix.py`` asks them all, in every state.
    """
    return _answered(
        app, (visit for visit in _reading(app, world) if what_is_due(visit, world) is Answer.REACHES)
    )


def _reading(app: Flask, world: World) -> Iterator[Visit]:
    """Yield every visit that reads an address."""
    for rule in app.url_map.iter_rules():
        if "GET" in (rule.methods or ()) and rule.endpoint in NEEDS and rule.endpoint != "static":
            path = path_of(app, rule, world.things)
            yield from (Visit(rule, path, "GET", visitor) for visitor in world.visitors)


def _answered(app: Flask, visits: Iterable[Visit]) -> Iterator[tuple[str, Visitor, TestResponse]]:
    client = browser(app)
    for visit in visits:
        answer = get(client, visit.path, visit.visitor.cookie)
        if answer.status_code in {200, 410}:
            yield visit.path, visit.visitor, answer


def get(client: object, path: str, cookie: str) -> TestResponse:
    """Read an address with a cookie."""
    answer: TestResponse = client.get(path, headers={"Cookie": cookie} if cookie else {})  # type: ignore[attr-defined]
    answer.get_data()
    answer.close()
    return answer


def shown(app: Flask, found: Iterable[tuple[str, Visitor, TestResponse]]) -> list[Shown]:
    """Return every form on these pages, as the first two visitors are shown it; those that end something last."""
    forms: list[Shown] = []
    seen: Counter[tuple[str, ...]] = Counter()
    for path, visitor, answer in found:
        actions = (path, *_ACTION.findall(answer.text)) if answer.mimetype == "text/html" else ()
        seen[actions] += 1
        if len(actions) > 1 and seen[actions] <= _ENOUGH:
            forms += forms_on(app, visitor, path, answer)
    ending = {endpoint: place for place, endpoint in enumerate(_ENDING)}
    return sorted(forms, key=lambda form: ending.get(form.endpoint, -1))


def forms_on(app: Flask, visitor: Visitor, path: str, answer: TestResponse) -> list[Shown]:
    """Return every form on a page that a visitor was shown."""
    return list(_forms(app, path, visitor, Page(path, dict(answer.headers), answer.text)))


def send(app: Flask, form: Shown, fields: dict[str, list[str]]) -> TestResponse:
    """Send a form, from the page it stands on."""
    headers = {"Sec-Fetch-Site": "same-origin", "Cookie": form.visitor.cookie}
    answer = browser(app).post(form.action, data=fields, headers=headers)
    answer.get_data()
    answer.close()
    return answer


def _forms(app: Flask, path: str, visitor: Visitor, page: Page) -> Iterator[Shown]:
    for element in page.every("form"):
        if element.get("method", "get").lower() == "post":
            controls = _controls(page, element)
            for to in (element.get("action") or path, *_elsewhere(element, controls)):
                action = urlsplit(urljoin(path, to)).path
                made = Shown(_endpoint(app, action), path, action, visitor, {}, {})
                yield replace(made, sent=_sent(controls), typed=_typed(controls))


def _elsewhere(form: Element, controls: list[Element]) -> list[str]:
    """Return where else than to its action a form's buttons send it; to be shown it again is not to send it."""
    buttons = [*form.iter("button"), *controls]
    buttons = [each for each in buttons if each.get("name") not in BUTTONS]
    return list(dict.fromkeys(each.attrib["formaction"] for each in buttons if "formaction" in each.attrib))


def _endpoint(app: Flask, action: str) -> str:
    try:
        endpoint, _values = app.url_map.bind("localhost").match(action, method="POST")
    except HTTPException:
        return f"nowhere: {action}"
    return str(endpoint)


def _sent(controls: list[Element]) -> dict[str, list[str]]:
    """Return what the form sends with every box ticked, something chosen everywhere and its first button pressed."""
    sent: dict[str, list[str]] = {}
    pressed = False
    for control in controls:
        name, kind = control.attrib["name"], control.get("type", "text")
        values = _values(control)
        if kind == "checkbox" or (kind == "radio" and not sent.get(name)):
            values = [control.get("value", "on")]
        if control.tag == "select" and values in ([], [""]):
            values = [option.get("value", "") for option in control.iter("option")][1:2]
        if control.tag == "button" and not pressed and name not in BUTTONS:
            pressed, values = True, [control.get("value", "")]
        if values and not (kind == "radio" and sent.get(name)):
            sent.setdefault(name, []).extend(values)
    return sent


def _typed(controls: list[Element]) -> dict[str, str]:
    return {
        control.attrib["name"]: control.get("type", "text") if control.tag == "input" else control.tag
        for control in controls
        if control.tag == "textarea"
        or (control.tag == "input" and control.get("type", "text") not in _CHOSEN)
    }
