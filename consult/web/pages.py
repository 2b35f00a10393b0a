"""Pages for readers who have not signed in: the HTML that was made of the very same things is given again.

Everything that a page shows is still read for each reader, and its HTML is kept under all of that, under the language
and the address, and under the stamp of the public record (``shared.memory``): so it is never older than what was read,
and nobody has to say when it ends. Of whoever has signed in, or has a session, nothing is kept. What must differ from
one form to the next, its token and its keys, is left open in what is kept and filled for each reader.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import partial, wraps
from typing import Any, ParamSpec, TypeVar, cast

from flask import current_app, g, render_template, request, session
from flask_wtf import FlaskForm
from markupsafe import escape
from sqlalchemy import inspect

from consult.shared.memory import MEMORY, UNKNOWN, Memory
from consult.web.database import reading
from consult.web.identity import current_actor
from consult.web.locale import language
from consult.web.parameters import declared, given

_PAGES, _PARTS = "pages", "parts"
# Stands where something is filled in; drawn anew by each process, so that nobody can write it.
_MARK = secrets.token_hex(16)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class _Made:
    """A page in the pieces between what is filled in, and what fills it."""

    pieces: tuple[str, ...]
    filling: tuple[Callable[[], str], ...]

    @classmethod
    def of(cls, html: str, filling: list[Callable[[], str]]) -> _Made:
        """Take apart what a template gave: pieces, and between them the number of what stands there."""
        parts = html.split(_MARK)
        return cls(tuple(parts[::2]), tuple(filling[int(number)] for number in parts[1::2]))

    def filled(self) -> str:
        """Return the page for one reader."""
        first, *others = self.pieces
        return first + "".join(
            f"{escape(fill())}{piece}" for fill, piece in zip(self.filling, others, strict=True)
        )


def render_page(template: str, **shown: object) -> str:
    """Render ``template``, a pure function of ``shown``, of the address and of the settings; for readers, once.

    What is shown are plain values, rows that nobody changes, and forms that nobody has filled in. Of the query only
    what the view declared (``web.parameters``) makes another page; of a view that declared nothing, nothing is kept.
    """
    if request.method != "GET" or current_actor() is not None or session or declared() is None:
        return render_template(template, **shown)
    key = (template, *_place(), request.path, given(), _key(shown))
    return _once(_PAGES, key, lambda: _made(template, shown)).filled()


def shown_once(build: Callable[P, R]) -> Callable[P, R]:
    """Let the list or mapping that is built of plain values and rows for readers be built once in each language.

    What it gives is shared by every request: it is read, never changed.
    """

    @wraps(build)
    def ask(*args: P.args, **kwargs: P.kwargs) -> R:
        if current_actor() is not None:
            return build(*args, **kwargs)
        key = (build, *_place(), _key(args), _key(kwargs))
        return _once(_PARTS, key, lambda: cast("R", _kept(build(*args, **kwargs))))

    return ask


def filled_in(make: Callable[[str], str]) -> Callable[[str], str]:
    """Let templates ask for what must differ from one form to the next; what is empty for one is so for all."""

    def give(action: str = "") -> str:
        value = make(action)
        filling: list[Callable[[], str]] | None = g.get("filling")
        if filling is None or not value:
            return value
        filling.append(partial(make, action))
        return f"{_MARK}{len(filling) - 1}{_MARK}"

    return give


class _List(list[Any]):
    """A list that stays as it is: known by being itself."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # lists have none
    __eq__ = object.__eq__


class _Dict(dict[Any, Any]):
    """A mapping that stays as it is: known by being itself."""

    __hash__ = object.__hash__  # type: ignore[assignment]  # lists have none
    __eq__ = object.__eq__


def _kept(built: object) -> object:
    return _Dict(built) if isinstance(built, dict) else _List(built) if isinstance(built, list) else built


def _once(kind: str, key: Hashable, make: Callable[[], R]) -> R:
    """Return what is kept of a kind under ``key``; where there is none, make it and keep it while there is room."""
    memory: Memory = current_app.extensions[MEMORY]
    shelf = memory.of(reading()).of(kind)
    found = shelf.get(key)
    if found is UNKNOWN:
        found = make()
        shelf.put(key, found)
    return cast("R", found)


def _place() -> tuple[str, str]:
    """Return on what all words and addresses of a page depend."""
    return language(), request.script_root


def _made(template: str, shown: dict[str, object]) -> _Made:
    g.filling = []
    try:
        return _Made.of(render_template(template, **shown), g.filling)
    finally:
        g.filling = None


def _key(value: Any) -> Hashable:  # noqa: ANN401 - whatever is shown
    """Return what ``value`` is known by: equal for what looks the same, and for nothing else."""
    kind: type[Any] = value.__class__
    if value is None or kind in _THEMSELVES:
        return cast("Hashable", value)
    if isinstance(value, FlaskForm):
        value = value.data
    if isinstance(value, Mapping):
        return (Mapping, *((name, _key(each)) for name, each in value.items()))
    if isinstance(value, list | tuple):
        return tuple(map(_key, value))
    if hasattr(kind, "__mapper__"):
        return _row_key(value)
    # 1 and True are equal, and so are words and HTML that are written alike.
    return (kind, value)


_THEMSELVES = frozenset({str, int, _List, _Dict})


def _row_key(row: Any) -> Hashable:  # noqa: ANN401 - any model
    """Return what a row is known by: itself where it is remembered, until the record changes; else its columns."""
    if inspect(row).detached:
        return cast("Hashable", row)
    names = row.__mapper__.column_attrs.keys()
    return (row.__class__, *(_key(getattr(row, name)) for name in names))
