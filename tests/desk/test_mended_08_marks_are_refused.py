"""Marks that turn words are refused at their field, and a plain button takes them out; official prose has a preview."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

import pytest

from consult.contributions.models import Contribution, Draft
from consult.shared.state import State
from tests.access.visiting import browser
from tests.attack.forms import Shown, forms_on, get, send
from tests.review import Page, words

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.access.world import World
    from tests.public.conftest import Committed

TURNED, LEFT = "نص \u202eمقلوب\u2069 \u200e+962 6\u200e", "نص مقلوب \u200e+962 6\u200e"


@dataclass(frozen=True)
class Place:
    """A field of a form: on which page, shown to whom, sent where; ``given`` is what else has to be filled in."""

    state: State
    who: str
    page: str
    endpoint: str
    field: str
    given: tuple[tuple[str, str], ...] = ()


PLACES = [
    Place(State.OPEN, "nobody", "/ar/consultations/{slug}/text/?clause=whole", "public.contribute", "body"),
    Place(State.OPEN, "other citizen", "/en/contributions/{reference}/reply", "public.reply", "body"),
    Place(State.OPEN, "citizen", "/en/consultations/{slug}/propose", "public.propose", "title",
          (("problem", "نص"), ("body", "نص"))),
    Place(State.OPEN, "officer", "/en/desk/contributions/{reference}/clarify", "desk.clarify", "body"),
    Place(State.OPEN, "moderator", "/en/desk/contributions/{reference}/translate", "desk.translate", "body"),
    Place(State.OPEN, "officer", "/ar/desk/consultations/{slug}/erratum", "desk.erratum", "reason_ar",
          (("reason_en", "Why"),)),
    Place(State.OPEN, "moderator", "/en/desk/contributions/{reference}/hide", "desk.hide", "reason_en",
          (("reason_ar", "سبب"),)),
    Place(State.OPEN, "moderator", "/en/desk/contributions/{reference}/erasure", "desk.refuse_erasure", "answer"),
    Place(State.OPEN, "administrator", "/en/desk/accounts/{user_id}/suspend", "desk.suspend", "reason"),
    Place(State.OPEN, "coordinator", "/en/desk/organisations/{applied}/decide", "desk.decide_organisation",
          "reason_ar", (("reason_en", "Why"),)),
    Place(State.DRAFT, "officer", "/en/desk/texts/{version_id}/", "desk.text", "clauses-0-heading_ar"),
    Place(State.DRAFT, "officer", "/en/desk/consultations/{slug}/edit", "desk.edit_consultation", "ways_ar"),
    Place(State.CLOSED, "moderator", "/en/desk/consultations/{slug}/themes/?show=all", "desk.new_theme", "title_ar",
          (("title_en", "A theme"),)),
    Place(State.CLOSED, "officer", "/en/desk/themes/{theme_id}/answer", "desk.answer", "reason_ar",
          (("reason_en", "Why"), ("outcome", "not_accepted"))),
]  # fmt: skip


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: forms do not differ by it."""
    return "sqlite"


def open_form(app: Flask, world: World, place: Place) -> Shown:
    """Return the form of a place as it is first shown, filled in but for the field."""
    visitor = next(visitor for visitor in world.visitors if visitor.name == place.who)
    page = place.page.format(**world.things)
    found = forms_on(app, visitor, page, get(browser(app), page, visitor.cookie))
    form = next(form for form in found if form.endpoint == place.endpoint and place.field in form.typed)
    for name, value in place.given:
        form.sent[name] = [value]
    return form


def again(app: Flask, form: Shown, answer: TestResponse, field: str) -> tuple[Page, Shown]:
    """Return the page that answered a form, and the form on it."""
    page = Page(form.action, dict(answer.headers), answer.text)
    shown = forms_on(app, form.visitor, form.action, answer)
    return page, next(each for each in shown if each.endpoint == form.endpoint and field in each.typed)


def the_button(page: Page, name: str, field: str) -> Element:
    """Return the button of a field."""
    return next(
        each for each in page.every("button") if each.get("name") == name and each.get("value") == field
    )


@pytest.mark.parametrize("place", PLACES, ids=lambda place: f"{place.endpoint}-{place.field}")
def test_they_are_refused_and_a_button_takes_them_out(
    app: Flask, world_of: WorldOf, committed: Committed, place: Place
) -> None:
    form = open_form(app, world_of(place.state), place)
    with committed() as session:
        before = session.query(Contribution).count() + session.query(Draft).count()
    refused = send(app, form, form.sent | {place.field: [TURNED]})
    assert refused.status_code == 422
    page, shown = again(app, form, refused, place.field)
    assert shown.sent[place.field] == [TURNED], "what was typed is kept"
    pressed = the_button(page, "remove_marks", place.field)
    assert urldefrag(urljoin(form.action, pressed.attrib["formaction"])).url.split("?")[0] == form.action
    control = next(each for each in page.every("textarea", "input") if each.get("name") == place.field)
    assert control.get("aria-invalid") == "true"

    cleared = send(app, shown, shown.sent | {"remove_marks": [place.field]})
    assert cleared.status_code in {200, 422}
    page, shown = again(app, form, cleared, place.field)
    assert shown.sent[place.field] == [LEFT], "nothing but the marks went"
    note = next(each for each in page.every("span") if each.get("id", "").endswith("-removed"))
    assert "U+202E" in words(note)
    assert "U+2069" in words(note)
    assert not [each for each in page.every("button") if each.get("name") == "remove_marks"]
    with committed() as session:
        assert session.query(Contribution).count() + session.query(Draft).count() == before, (
            "nothing was published"
        )

    assert send(app, shown, shown.sent | {name: [value] for name, value in place.given}).status_code == 303


def test_a_preview_shows_what_would_stand_there_and_publishes_nothing(app: Flask, world_of: WorldOf) -> None:
    world = world_of(State.OPEN)
    place = next(place for place in PLACES if place.endpoint == "desk.erratum")
    form = open_form(app, world, place)
    typed = "2026. سنة\n**مهم** 2*3*4\n\n- أ\n- ب"
    answer = send(app, form, form.sent | {"reason_ar": [typed], "preview": ["reason_ar"]})
    page, shown = again(app, form, answer, "reason_ar")
    assert shown.sent["reason_ar"] == [typed.replace("\r\n", "\n")]
    previews = [each for each in page.every("section") if each.get("class") == "preview"]
    assert "<p>2026. سنة<br>" in answer.text
    assert [words(each) for each in previews[0].iter("li")] == ["أ", "ب"]
    assert [words(each) for each in previews[0].iter("strong")] == ["مهم"]
    public = get(browser(app), f"/ar/consultations/{world.things['slug']}/", "")
    assert "سنة" not in public.text


def test_officers_are_told_what_is_formatted(app: Flask, world_of: WorldOf) -> None:
    world = world_of(State.OPEN)
    officer = next(visitor for visitor in world.visitors if visitor.name == "officer")
    path = f"/ar/desk/consultations/{world.things['slug']}/erratum"
    source = get(browser(app), path, officer.cookie).text
    assert "**مهم**" in source
    assert "[الخطة](https://example.org)" in source
