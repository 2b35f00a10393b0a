"""The query of a link to the page that is asked for: what its view reads (``page_cache.cacheable``)."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import current_app, request

from consult.web.pagination import is_place


def query() -> str:
    """Return the request's query for a link to the same page: of a view that declared what it reads, only that.

    What was read as a place in a list and is none is left out: the page is the first one, and has its address.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    names: tuple[str, ...] | None = getattr(view, "parameters", None)
    if names is None:
        return request.query_string.decode(errors="replace")
    return urlencode(
        [(name, request.args[name]) for name in names if name in request.args and is_place(name)]
    )
