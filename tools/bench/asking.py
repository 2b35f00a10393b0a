"""Asking an application as a server would, without a network between: what is measured is the answer."""

from __future__ import annotations

import gzip
import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter

import brotli
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from consult.accounts.models import UserSession
from consult.accounts.queries import token_hash

HOST = "http://localhost"
# What every browser says that it takes.
BROWSER = {"Accept": "text/html", "Accept-Encoding": "gzip, deflate, br"}
OURS = {"Sec-Fetch-Site": "same-origin"}
_TOLD = re.compile(r'sql;desc="(\d+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, as it was sent; how many statements it took, and the seconds until its last byte."""

    status: int
    sent: bytes
    coding: str
    statements: int
    seconds: float

    @property
    def html(self) -> bytes:
        """The page itself."""
        if self.coding == "br":
            return bytes(brotli.decompress(self.sent))
        return gzip.decompress(self.sent) if self.coding == "gzip" else self.sent


Ask = Callable[[], Answer]


class Visitor:
    """Somebody who asks an application, signed in where there is a cookie; it keeps the one that it is given."""

    def __init__(self, app: Flask, cookie: str = "") -> None:
        """Ask ``app``."""
        self._app = app
        self._headers = {**BROWSER, **({"Cookie": cookie} if cookie else {})}

    def get(self, path: str) -> Answer:
        """Ask for a page."""
        return self._ask(EnvironBuilder(path, HOST, headers=Headers(self._headers)))

    def post(self, path: str, data: dict[str, str]) -> Answer:
        """Send a form of ours."""
        headers = Headers({**self._headers, **OURS})
        return self._ask(EnvironBuilder(path, HOST, method="POST", data=data, headers=headers))

    def _ask(self, builder: EnvironBuilder) -> Answer:
        environ = builder.get_environ()
        began = perf_counter()
        parts, status, headers = run_wsgi_app(self._app.wsgi_app, environ, buffered=True)
        sent = b"".join(parts)
        seconds = perf_counter() - began
        for cookie in headers.getlist("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        told = _TOLD.search(headers.get("Server-Timing", ""))
        coding = headers.get("Content-Encoding", "")
        return Answer(int(status.split()[0]), sent, coding, int(told[1]) if told else 0, seconds)


def sign_in(app: Flask, user_id: int) -> Visitor:
    """Return somebody who is signed in, as signing in would have begun their session."""
    token = secrets.token_urlsafe(32)
    now = datetime.now(UTC)
    with Session(app.extensions["engine"].execution_options(write=True)) as session, session.begin():
        session.add(
            UserSession(
                user_id=user_id, token_hash=token_hash(token), device="", began_at=now,
                expires_at=now + timedelta(days=1),
            )
        )  # fmt: skip
    client = app.test_client()
    with client.session_transaction(base_url=HOST) as kept:
        kept["_user_id"] = token
    cookie = client.get_cookie(app.config["SESSION_COOKIE_NAME"], domain="localhost")
    return Visitor(app, f"{cookie.key}={cookie.value}" if cookie else "")
