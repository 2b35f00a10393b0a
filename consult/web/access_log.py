"""The access log: that something was asked, never by whom nor about whom.

It has the rule of the address instead of the address, because addresses hold tokens and references, and a hash of
where the request came from under the key of the day.
"""

from __future__ import annotations

import logging
import sys
from time import perf_counter

from flask import Flask, Response, g, request

from consult.web.addresses import hashed_address
from consult.web.arrival import arrived_at

LOGGER = logging.getLogger("consult.access")
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


def init(app: Flask) -> None:
    """Write a line for each answer, where somebody listens."""
    app.before_request(_begin)
    app.after_request(_write)


def listen() -> None:
    """Print the log on the standard output, as a server does."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def _begin() -> None:
    g.began = perf_counter()


def _write(response: Response) -> Response:
    if LOGGER.isEnabledFor(logging.INFO):
        LOGGER.info(
            "%s %s %s %s %dms %s",
            arrived_at().isoformat(timespec="seconds"),
            request.method if request.method in _METHODS else "OTHER",
            request.url_rule.rule if request.url_rule else "-",
            response.status_code,
            (perf_counter() - g.get("began", perf_counter())) * 1000,
            hashed_address(),
        )
    return response
