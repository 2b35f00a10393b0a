"""The query of a link to the page that is asked for: what its view reads (``page_cache.cacheable``), and heeded."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from flask import current_app, g, request


def query() -> str:
    """Return the request's query for a link to the same page: of a view that declared what it reads, only that."""
    names = _declared()
    return request.query_string.decode(errors="replace") if names is None else _of(names)


def own_query() -> str:
    """Return what the page's own address has of the query: what its view says that it reads, and heeded."""
    return _of(name for name in _declared() or () if is_heeded(name))


def unheeded(name: str) -> None:
    """Say that a parameter of this request means nothing to its page."""
    g.unheeded = {*g.get("unheeded", ()), name}


def is_heeded(name: str) -> bool:
    """Whether this parameter of the address, if the page read it at all, meant something to it."""
    return name not in g.get("unheeded", ())


def _declared() -> tuple[str, ...] | None:
    view = current_app.view_functions.get(request.endpoint or "")
    names: tuple[str, ...] | None = getattr(view, "parameters", None)
    return names


def _of(names: Iterable[str]) -> str:
    return urlencode([(name, request.args[name]) for name in names if name in request.args])
