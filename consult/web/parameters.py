"""Which parameters of an address a view reads (``page_cache.cacheable``): nothing else stands in a link to its page."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, request


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
