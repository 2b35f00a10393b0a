"""Asking an application as a server would, without a network between: what is measured is the answer."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from time import perf_counter
from typing import Any

from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.datastructures import Headers
from werkzeug.test import EnvironBuilder, run_wsgi_app

from consult.accounts.models import UserSession
from consult.accounts.queries import token_hash
from tools.bench.seeding import Seeded

HOST = "http://localhost"
OURS = {"Sec-Fetch-Site": "same-origin"}
LANGUAGE = "ar"
_TOLD = re.compile(r'sql;desc="(\d+)"')


@dataclass(frozen=True)
class Answer:
    """What came back: status, body, how many statements it took, and the seconds until its last byte."""

    status: int
    body: bytes
    statements: int
    seconds: float


class Visitor:
    """Somebody who asks an application, signed in where there is a cookie; it keeps the one that it is given."""

    def __init__(self, app: Flask, cookie: str = "") -> None:
        """Ask ``app``."""
        self._app = app
        self._headers = {"Accept": "text/html", **({"Cookie": cookie} if cookie else {})}

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
        body = b"".join(parts)
        seconds = perf_counter() - began
        for cookie in headers.getlist("Set-Cookie"):
            self._headers["Cookie"] = cookie.partition(";")[0]
        told = _TOLD.search(headers.get("Server-Timing", ""))
        return Answer(int(status.split()[0]), body, int(told[1]) if told else 0, seconds)


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


Ask = Callable[[], Answer]


def pages(seeded: Seeded) -> dict[str, str]:
    """Return the addresses that are measured by the name of the page."""
    asked = f"/{LANGUAGE}/consultations/bench-open/"
    return {
        "home": f"/{LANGUAGE}/",
        "consultation": asked,
        "text, a clause opened": f"{asked}text/?clause={seeded.clause_id}",
        "contributions, first page": f"{asked}contributions/",
        "contributions, deep page": f"{asked}contributions/?before={seeded.deep_id}",
        "contribution": f"/{LANGUAGE}/contributions/{seeded.said}",
        "outcome": f"/{LANGUAGE}/consultations/bench-answered/outcome/",
        "plan record": f"/{LANGUAGE}/plans/bench-plan/",
    }


def acts(app: Flask, seeded: Seeded) -> dict[str, Ask]:
    """Return the acts that are measured, each ready to be done any number of times."""
    citizen = sign_in(app, seeded.citizen_id)
    asked = f"/{LANGUAGE}/consultations/bench-open/"
    page = citizen.get(f"{asked}text/?clause={seeded.clause_id}").body.decode()
    token = _hidden(page, "csrf_token")
    comment = {"csrf_token": token, "clause": str(seeded.clause_id), "version": _hidden(page, "version")}
    count = iter(range(10**9))

    def post() -> Answer:
        mark = next(count)
        return citizen.post(
            f"{asked}contribute", {**comment, "key": secrets.token_urlsafe(16), "body": f"{mark} تعليق للقياس"}
        )  # fmt: skip

    def vote() -> Answer:
        choice = ("agree", "disagree")[next(count) % 2]
        return citizen.post(
            f"{asked}clauses/{seeded.clause_id}/vote", {"csrf_token": token, "choice": choice}
        )

    return {"posting a comment": post, "voting": vote}


def _hidden(page: str, name: str) -> str:
    """Return the value of a hidden field, where the page has one."""
    found: Any = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""
