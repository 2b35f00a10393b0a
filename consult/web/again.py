"""Buttons that show a form again with what was typed, and act on nothing.

It comes in the other language, without the marks that words may not hold, or with a preview of official prose. They are
plain buttons of the form, so that no script is needed. One fills words in that are kept ready, beside what was typed.
Two are of forms of their own: by ``LEAD_AWAY`` what was typed is kept, and its writer is led to another form and back;
by ``LOOK_OVER`` it is checked, and shown as it would stand.
"""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict
from wtforms import Field

from consult.shared.text import clean, refused_marks, without_refused_marks

SWITCH, UNMARK, PREVIEW, FILL = BUTTONS = ("switch_language", "remove_marks", "preview", "fill_in")
LEAD_AWAY, LOOK_OVER = "lead_away", "look_over"


def shown_again() -> bool:
    """Whether this request only shows a form again: nothing is acted on, counted or refused."""
    return any(map(_pressed, BUTTONS))


def unmarked(typed: Any) -> Any:  # noqa: ANN401 - as WTForms hands it on: a form's fields, or none
    """Return the fields that were sent, without refused marks where their removal was asked for, else as they are."""
    if typed is None or not _pressed(UNMARK):
        return typed
    return MultiDict(
        (name, without_refused_marks(value) if isinstance(value, str) else value)
        for name, value in typed.items(multi=True)
    )


def removed_marks(field: Field) -> list[str]:
    """Return the marks that were taken out of a field at its writer's wish, as ``U+202E``, each kind once."""
    sent = request.form.getlist(field.name) if _pressed(UNMARK) else []
    return list(dict.fromkeys(f"U+{ord(mark):04X}" for value in sent for mark in refused_marks(value)))


def may_be_unmarked(field: Field) -> bool:
    """Whether a field was refused and holds marks that can be taken out at the press of a button."""
    return bool(field.errors) and isinstance(field.data, str) and bool(refused_marks(field.data))


def previewed(field: Field) -> str:
    """Return the words of a field as they would be stored, where their preview was asked for; else nothing."""
    return clean(field.data or "") if _pressed(PREVIEW) else ""


def to_fill_in() -> bool:
    """Whether words that are kept ready are asked for."""
    return _pressed(FILL)


def this_field(field: Field) -> str:
    """Return the address that the shown form was sent to, with the place of a field: where a button of it leads."""
    return f"{request.full_path.rstrip('?')}#{field.id}"


def _pressed(button: str) -> bool:
    return request.method == "POST" and button in request.form
