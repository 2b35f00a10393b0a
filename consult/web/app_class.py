"""The application, with addresses that are built once: what leads to a page from a name never changes while it runs."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from flask import Flask, g, has_request_context, request

_MOST = 20_000
# What is longer was typed by a reader: it would stay in the memory of the process, and nobody asks for it again.
_LONGEST = 200


class Site(Flask):
    """Flask, remembering the addresses within the site that it has built."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Flask's own
        """Make the application as Flask does."""
        super().__init__(*args, **kwargs)
        self._addresses: dict[Hashable, str] = {}

    def url_for(self, /, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - Flask's own
        """Return the address of ``endpoint``: the same one for the same values, language and place of the site."""
        # Flask's function names all of these, those that nobody gave as None.
        elsewhere = values.get("_external") or values.get("_scheme") or values.get("_method")
        long = any(isinstance(value, str) and len(value) > _LONGEST for value in values.values())
        if elsewhere or long or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        place = (request.script_root, g.get("language"))
        key = (endpoint, place, *((name, type(value), value) for name, value in values.items()))
        try:
            found = self._addresses.get(key)
        except TypeError:
            return super().url_for(endpoint, **values)
        if found is None:
            found = super().url_for(endpoint, **values)
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            self._addresses[key] = found
        return found
