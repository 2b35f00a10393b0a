"""What was typed is measured before anything works on it: its code points, its bytes, and the marks in a row.

This hook stands before every other that reads an address or a form. What is too much of a typed field never reaches a
filter, a pattern, a normal form or a hash: the form finds the field empty, says at it what is wrong, shows again what
was typed, and ``writing`` refuses to begin. What nobody types, a hidden field or a part of an address, is answered with
a calm page.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from flask import Flask, abort, g, has_request_context, request
from sqlalchemy.orm import Session
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from consult.shared.errors import DomainError, ProblemsError
from consult.shared.marks import MOST_IN_A_ROW, MOST_ON_A_LETTER, piled
from consult.web import request_time, uploads


class Bound(NamedTuple):
    """How much of a field is worked on, in code points and in bytes of UTF-8; ``most`` is the limit in letters."""

    characters: int
    octets: int
    most: int


def room_for(most: int) -> Bound:
    """Return the bound of a text of at most ``most`` letters: eight code points each, at least a line's."""
    return Bound(max(8 * most, 2400), max(24 * most, 9600), most)


# The longest text that there is, a line, an address, a password; and what a page or an address carries along.
TEXT: Final = room_for(8000)
LINE: Final = room_for(300)
ADDRESS: Final = Bound(640, 1280, 320)
SECRET: Final = Bound(512, 2048, 128)
UNTYPED: Final = Bound(4000, 12_000, 4000)
# What a page put into its form by itself.
NOT_TYPED: Final = frozenset(
    {
        "csrf_token",
        "key",
        "once",
        "clause",
        "confirmed",
        "version",
        "next",
        "revision",
        "seen",
        "writer",
        "number",
        "choice",
        "stance",
        "speak_as",
    }
)
_LONGEST_NAME = 200
# What a form is sent as; empty where a button alone was pressed.
_FORMS = frozenset({"", "application/x-www-form-urlencoded", "multipart/form-data"})
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_bounds: dict[str, Bound] = dict.fromkeys(NOT_TYPED, UNTYPED)


class TooMuchError(ProblemsError):
    """More was sent in a field than is worked on; nothing may be written for such a request."""


def init(app: Flask) -> None:
    """Measure each request before anything else reads what was sent with it."""
    app.before_request(_measure)
    app.extensions["before_write"].append(_refuse)


def declare(bound: Bound, *names: str) -> None:
    """Say how much the fields of these names take, as whoever owns a form does; a field of a list by its last part.

    A field of which nobody says it takes as much as the longest text. Raises ValueError where another form said
    otherwise of a field with the same name: one of the two would be measured as the other.
    """
    for name in names:
        if _bounds.setdefault(name, bound) != bound:
            raise ValueError(
                f"{name} is declared twice, with different bounds: give one of the fields another name"
            )


def problem() -> TooMuchError | None:
    """Return what of this request is too much, each at its field; None where all of it can be worked on."""
    found: dict[str, DomainError] = g.get("too_much", {}) if has_request_context() else {}
    return TooMuchError(list(found.values())) if found else None


def as_typed(name: str) -> str | None:
    """Return what was typed into a field that was too much to be worked on, to be shown again; None for others."""
    kept: Mapping[str, str] = g.get("typed_too_much", {}) if has_request_context() else {}
    return kept.get(name)


def too_much(name: str, value: str, bound: Bound) -> DomainError | None:
    """Return what is wrong with the measure of ``value``, at the field ``name``. One pass, which ends at the bound."""
    if len(value) > bound.characters or len(value.encode(errors="replace")) > bound.octets:
        return DomainError("too-long", field=name, most=bound.most)
    if piled(value, MOST_IN_A_ROW):
        return DomainError("marks-piled", field=name, most=MOST_ON_A_LETTER)
    return None


def _measure() -> None:
    if request.endpoint is None:
        return
    for value in (request.view_args or {}).values():
        if isinstance(value, str) and too_much("", value, UNTYPED):
            abort(404)
    for name, value in request.args.items(multi=True):
        if too_much("", name, UNTYPED) or too_much(name, value, UNTYPED):
            abort(400)
    if request.method not in _SAFE:
        uploads.make_room()
        if request.mimetype not in _FORMS or not uploads.expected():
            # No other view takes a file, and none JSON: what came so would reach a form without having been measured.
            abort(415)
        typed = request.form
        if any(part.isdigit() and not part.isascii() for name in typed for part in name.split("-")):
            # WTForms takes these for numbers of a list's entries, and cannot read them.
            abort(400)
        request_time.note_the_rest()
        _measure_form(typed)


def _measure_form(sent: MultiDict[str, str]) -> None:
    """Empty each typed field of which there is too much, and keep what was typed; 400 for what nobody types."""
    g.too_much, g.typed_too_much = {}, {}
    for name, value in sent.items(multi=True):
        if len(name) > _LONGEST_NAME:
            abort(400)
        found = too_much(name, value, _bounds.get(name.rpartition("-")[2], TEXT))
        if found is None:
            continue
        if name in NOT_TYPED:
            abort(400)
        g.too_much[name], g.typed_too_much[name] = found, value
    if g.too_much:
        # What is left of the request is read from here by everybody, the libraries included.
        request.form = ImmutableMultiDict(
            (name, "" if name in g.too_much else value) for name, value in sent.items(multi=True)
        )


def _refuse(_session: Session) -> None:
    """Let nothing be written for a request of which not all could be read."""
    found = problem()
    if found is not None:
        raise found
