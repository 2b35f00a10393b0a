"""HEAD is GET without its body: no view is ever asked which of the two it was, so that none takes one for a POST."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


def init(app: Flask) -> None:
    """Answer HEAD as GET."""
    app.wsgi_app = _HeadAsGet(app.wsgi_app)  # type: ignore[method-assign]  # as Flask's documentation wraps it


class _HeadAsGet:
    def __init__(self, answering: WSGIApplication) -> None:
        self._answering = answering

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] != "HEAD":
            return self._answering(environ, start_response)
        body = self._answering({**environ, "REQUEST_METHOD": "GET"}, start_response)
        close = getattr(body, "close", None)
        if close is not None:
            close()
        return []
