"""The access log: that something was asked, never by whom nor about whom.

It has the rule of the address instead of the address, because addresses hold tokens and references, and a hash of
where the request came from under the key of the day. ``web.page_cache`` writes it: that sees every answer.
"""

from __future__ import annotations

import logging
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask import Flask, request

from consult.shared import clock
from consult.web.addresses import hashed

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LOGGER = logging.getLogger("consult.access")
ANSWERED = "consult.answered"
_METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS"})


@dataclass
class Answered:
    """What is known of an answer: the status, and the rule of the address where it has one."""

    status: int = 0
    rule: str = "-"


def init(app: Flask) -> None:
    """Let the application tell whoever writes the log which rule an address has."""
    app.before_request(_tell)


def _tell() -> None:
    answered: Answered | None = request.environ.get(ANSWERED)
    if answered is not None and request.url_rule is not None:
        answered.rule = request.url_rule.rule


def listen() -> None:
    """Print the log on the standard output, as a server does."""
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(logging.Formatter("%(message)s"))
    LOGGER.handlers = [handler]
    LOGGER.setLevel(logging.INFO)
    LOGGER.propagate = False


def write(app: Flask, environ: WSGIEnvironment, rule: str, status: int, seconds: float) -> None:
    """Write a line for an answer, where somebody listens."""
    if not LOGGER.isEnabledFor(logging.INFO):
        return
    method = environ["REQUEST_METHOD"]
    with app.app_context():
        LOGGER.info(
            "%s %s %s %s %dms %s",
            clock.now().isoformat(timespec="seconds"),
            method if method in _METHODS else "OTHER",
            rule,
            status,
            seconds * 1000,
            hashed(environ.get("REMOTE_ADDR") or ""),
        )
