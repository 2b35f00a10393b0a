"""A5: digits of either kind are digits in every field that takes a number or a date; nothing else passes for one.

The fields are those of the forms that pages show. A field whose class or filter reads digits, but which no page of
these worlds shows, fails; so does a form that answers anything but a message at the field.
"""
# ruff: noqa: RUF001 - digits of other scripts are what this is about

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from wtforms import DateField, DateTimeField, DecimalField, FloatField, IntegerField, TimeField
from wtforms import Form as PlainForm

from consult.desk.clock_field import ClockField
from consult.desk.date_field import DayField
from consult.desk.moment_field import MomentField
from consult.shared.state import State
from consult.shared.text import western_digits
from consult.web.forms import plain_digits
from tests.access.conftest import committed, world_of
from tests.access.declared import Answer
from tests.access.visiting import Visit, browser, path_of
from tests.access.visiting import what_is_due as due
from tests.attack.forms import Shown, get, send, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from werkzeug.test import TestResponse

    from tests.access.conftest import WorldOf
    from tests.access.world import World
    from tests.accessible.gathering import Seen

__all__ = ["committed", "world_of"]

READING_DIGITS = (
    ClockField, DayField, MomentField, IntegerField, DecimalField, FloatField, DateField, DateTimeField, TimeField
)  # fmt: skip
EASTERN = {"Arabic": 0x0660, "Persian": 0x06F0}
MOMENTS = {"opens_at": "2026-09-01 09:00", "closes_at": "2026-11-01 09:00"}
CLOCKS = {"begins": "10:00", "ends": "12:00"}
DAYS = {
    "happened_on": "05/01/2026", "issued_on": "05/01/2026", "dated_on": "05/01/2026", "day": "",
    "starts_on": "01/09/2026", "ends_on": "01/11/2026", "due_on": "01/11/2026",
    "as_of": "05/01/2026", "told_on": "25/03/2026", "received_on": "25/03/2026",
    "since": "05/01/2026", "ended_on": "15/02/2026",
}  # fmt: skip
NUMBERS = {
    "place": "",
    "page_place": "20",
    "plan_number": "9",
    "start_year": "2026",
    "end_year": "2028",
    "commitment_count": "12",
    "hold_after": "4",
    "people": "12",
}
# Words in which a digit is read whichever way it is written: what is no number can stand there.
WORDS = {"slug": "", "contact_phone": "06 555 0199", "phone": "06 555 0199", "commitment_number": "9A"}
EXAMPLES = MOMENTS | CLOCKS | DAYS | NUMBERS | WORDS
# Clauses are moved in a draft; who was told and what came in by letter is entered once it is announced.
NOT_THERE = {State.DRAFT: {"told_on", "received_on", "people"}, State.OPEN: {"place"}}
# What is no number and no moment, though Python or a regular expression might take it for one.
NO_NUMBERS = ("²", "٢²", "½", "Ⅷ", "1e5", "-٣", "0x10", "٢٠٢٦", "سبعة", "٩" * 400)
NO_MOMENTS = (
    "²", "٢٠٢٦-١٣-٤٥ ٠٩:٠٠", "٢٠٢٦-٠٩-٠١ ٢٥:٩٩", "٢٠٢٦-٠٩-٠١", "غداً", "99999-01-01 00:00", "0000-00-00 00:00",
    "٩" * 400, "2026-²-01 09:00",
)  # fmt: skip


NO_CLOCKS = ("²", "٢٥:٩٩", "1e5", "غداً", "10:00 11:00", "٩" * 400)
NO_DAYS = ("²", "٣١/٠٢/٢٠٢٦", "٢٠٢٦-١٣-٤٥", "٢٠٢٦", "1e5", "غداً", "0000-00-00", "٩" * 400, "²/1/2026")


def fields_of(kind: type[PlainForm]) -> Iterator[str]:
    """Yield the names of a form's fields that read digits."""
    for name, field in vars(kind).items():
        made = getattr(field, "field_class", None)
        if made is not None and (
            issubclass(made, READING_DIGITS) or plain_digits in field.kwargs.get("filters", ())
        ):
            yield name


def every_form(kind: type[PlainForm] = PlainForm) -> Iterator[type[PlainForm]]:
    """Yield every class of form that the product has."""
    for below in kind.__subclasses__():
        if below.__module__.startswith("consult."):
            yield below
        yield from every_form(below)


def declared() -> set[str]:
    """Return the names of all fields that read digits; the application has to have been made."""
    return {name for kind in every_form() for name in fields_of(kind)}


def forms_with_digits(app: Flask, world: World) -> list[Shown]:
    """Return the forms of the desk that hold such a field, each as one of those who are shown it."""
    client = browser(app)
    found: list[Shown] = []
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith("desk.") and {"GET", "POST"} <= (rule.methods or set()):
            path = path_of(app, rule, world.things)
            visits = [Visit(rule, path, "GET", visitor) for visitor in world.visitors]
            there = [visit.visitor for visit in visits if due(visit, world) is Answer.REACHES]
            # Whoever comes first may be told why there is no form for them now.
            for visitor in dict.fromkeys((*there[:1], *there[-1:])):
                forms = shown(app, [(path, visitor, get(client, path, visitor.cookie))])
                if with_digits := [form for form in forms if digits_of(form)]:
                    found += with_digits
                    break
    return found


def digits_of(form: Shown) -> list[str]:
    """Return the names of a form's fields that read digits."""
    return [name for name in form.typed if name.rpartition("-")[2] in declared()]


def eastern(typed: str, zero: int) -> str:
    """Return what is typed in another kind of digits."""
    return re.sub(r"\d", lambda digit: chr(zero + int(digit[0])), typed)


def at_the_field(answer: TestResponse, name: str) -> bool:
    """Whether the page says at this field what is wrong with it."""
    return f'id="{name}-error"' in answer.text and 'aria-describedby="' in answer.text


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine that this runs on: what is typed is read before any database is asked."""
    return "sqlite"


def test_a5_there_are_fields_that_read_digits(app: Flask) -> None:
    assert "desk.edit_consultation" in app.view_functions
    assert declared() == set(EXAMPLES)


@pytest.mark.parametrize("state", [State.DRAFT, State.OPEN])
def test_a5_digits_of_either_kind_are_read_and_nothing_else(
    app: Flask, world_of: WorldOf, state: State
) -> None:
    world = world_of(state)
    forms = forms_with_digits(app, world)
    found = {name.rpartition("-")[2] for form in forms for name in digits_of(form)}
    assert found == (declared() - NOT_THERE[state])
    for form in forms:
        for name in set(digits_of(form)) - set(WORDS):
            refuse(app, form, name)
        for zero in EASTERN.values():
            accept(app, form, zero)


def refuse(app: Flask, form: Shown, name: str) -> None:
    """Type what is no number: the answer is a message at the field, with what was typed kept in it."""
    last = name.rpartition("-")[2]
    of_times = NO_MOMENTS if last in MOMENTS else NO_CLOCKS if last in CLOCKS else NO_DAYS
    for typed in NO_NUMBERS if last in NUMBERS else of_times:
        if last in NUMBERS and typed.isdecimal() and len(typed) < 9:
            continue
        answer = send(app, form, form.sent | {name: [typed]})
        assert answer.status_code == 422, (form.endpoint, name, typed, answer.status_code)
        assert at_the_field(answer, name), (form.endpoint, name, typed)
        # It stands in the field still, its digits perhaps written our way.
        assert typed in answer.text or western_digits(typed) in answer.text


def accept(app: Flask, form: Shown, zero: int) -> None:
    """Type numbers and moments in other digits: no field of digits has anything to say."""
    values = {name: example(form, name, zero) for name in digits_of(form)}
    typed = {name: [eastern(value, zero)] for name, value in values.items()}
    assert all(re.search(r"[^\x00-\x7f]", value) for [value] in typed.values())
    answer = send(app, form, form.sent | typed)
    assert answer.status_code in {303, 422}, (form.endpoint, answer.status_code)
    assert [name for name in typed if at_the_field(answer, name)] == [], form.endpoint


def example(form: Shown, name: str, zero: int) -> str:
    """Return what can be typed there: an address and a day that nobody has, a closing to which one can be extended."""
    if name == "slug":
        return form.sent.get(name, [""])[0] or f"plan-{zero}"
    if name == "day":
        return form.sent.get(name, [""])[0] or f"{zero % 20 + 1:02d}/11/2026"
    if name == "closes_at" and "opens_at" not in form.typed:
        return "2026-05-03 09:00"
    if name == "as_of" and form.endpoint == "desk.action_item":
        return "15/02/2026"
    return EXAMPLES[name.rpartition("-")[2]] or form.sent.get(name, ["1"])[0] or "1"


def test_a5_pages_write_latin_digits(pages: list[Seen]) -> None:
    """One choice, in both languages: digits are Latin, as the ministry writes them."""
    found = [
        str(seen) for seen in pages if "refused" not in seen.endpoint and re.search("[٠-٩۰-۹]", seen.body)
    ]
    assert found == []
