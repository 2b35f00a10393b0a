"""The application: it answers any bytes that stand in an address, and builds each address within the site once.

What leads to a page from a name never changes while it runs.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import Flask, Request, g, has_request_context, request
from werkzeug.exceptions import BadRequest
from werkzeug.formparser import FormDataParser

from consult.web.templating import PageEnvironment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_ASCII = "".join(map(chr, range(128)))
_MOST = 20_000
# What is longer was typed by a reader: it would stay in the memory of the process, and nobody asks for it again.
_LONGEST = 200


class UnreadableNameError(BadRequest):
    """A file of a form has a name that is no UTF-8: no browser sends one so, and programs do."""


class _Form(FormDataParser):
    def _parse_multipart(self, *args: Any) -> Any:  # noqa: ANN401 - werkzeug's own
        """Read a form with its files; werkzeug would take one whose names it cannot read for an empty one."""
        try:
            return super()._parse_multipart(*args)
        except UnicodeDecodeError as error:
            raise UnreadableNameError from error


class _Request(Request):
    form_data_parser_class = _Form


class Site(Flask):
    """Flask, remembering the addresses within the site that it has built."""

    request_class = _Request
    jinja_environment = PageEnvironment

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - Flask's own
        """Make the application as Flask does."""
        super().__init__(*args, **kwargs)
        self._addresses: dict[Hashable, str] = {}

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer; bytes of a query that no browser sends as they are come escaped, as it would have sent them.

        Werkzeug fails at those that are no UTF-8, and the page that would say so fails with it.
        """
        query = environ.get("QUERY_STRING", "")
        if not query.isascii():
            environ["QUERY_STRING"] = quote(query.encode("latin-1"), safe=_ASCII)
        return super().__call__(environ, start_response)

    def url_for(self, /, endpoint: str, **values: Any) -> str:  # noqa: ANN401 - Flask's own
        """Return the address of ``endpoint``: the same one for the same values, language and place of the site."""
        # Flask's function names all of these, those that nobody gave as None.
        elsewhere = values.get("_external") or values.get("_scheme") or values.get("_method")
        if elsewhere or endpoint.startswith(".") or not has_request_context():
            return super().url_for(endpoint, **values)
        given = values.values()
        key = (endpoint, request.script_root, g.get("language"), *values, *given, *map(type, given))
        try:
            found = self._addresses.get(key)
        except TypeError:
            return super().url_for(endpoint, **values)
        if found is None:
            found = super().url_for(endpoint, **values)
            if len(self._addresses) >= _MOST:
                self._addresses.clear()
            if not any(isinstance(value, str) and len(value) > _LONGEST for value in given):
                self._addresses[key] = found
        return found
