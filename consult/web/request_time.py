"""When the request arrived, to its last byte: the clock decides by this moment, however long the work takes."""

from __future__ import annotations

from datetime import datetime

from flask import Flask, g, has_request_context

from consult.shared import clock


def init(app: Flask) -> None:
    """Note the moment before anything else is done for a request."""
    app.before_request(_note)


def _note() -> None:
    g.arrived_at = clock.now()


def note_the_rest() -> None:
    """Note that what was sent with it is read: a body may come long after its headers, and is chosen until then."""
    g.arrived_at = clock.now()


def arrived_at() -> datetime:
    """Return the moment at which this request arrived, in UTC; now where there is no request."""
    if has_request_context() and "arrived_at" in g:
        moment: datetime = g.arrived_at
        return moment
    return clock.now()
