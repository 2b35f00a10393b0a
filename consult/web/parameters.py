"""Which parameters of an address a view reads: nothing else of the query makes another page, or stands in a link."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import current_app, request

View = TypeVar("View", bound=Callable[..., Any])


def takes(*names: str) -> Callable[[View], View]:
    """Declare the parameters that a view reads, none where no name is given."""

    def mark(view: View) -> View:
        view.parameters = names  # type: ignore[attr-defined]
        return view

    return mark


def declared() -> tuple[str, ...] | None:
    """Return the names that the view of this request declared; None where it declared nothing."""
    view = current_app.view_functions.get(request.endpoint or "")
    names: tuple[str, ...] | None = getattr(view, "parameters", None)
    return names


def given() -> tuple[tuple[str, str], ...]:
    """Return the declared parameters that this request gives, each with its first value, in the declared order."""
    return tuple((name, request.args[name]) for name in declared() or () if name in request.args)


def query() -> str:
    """Return the request's query for a link to the same page: of a view that declared what it reads, only that."""
    if declared() is None:
        return request.query_string.decode(errors="replace")
    return urlencode(given())
