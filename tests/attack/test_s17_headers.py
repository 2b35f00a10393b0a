"""S17: every answer tells the browser what it may do, whatever went wrong, and nobody else's host is believed."""

from __future__ import annotations

import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy.exc import OperationalError

from tests.architecture.sources import ROOT
from tests.attack.attackers import browser, script, send, try_password
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

    from consult.accounts.models import User
    from tests.attack.conftest import Committed, MakeApp
    from tests.conftest import At

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
HTTPS = "https://consult.example"


def check(answer: TestResponse) -> None:
    """Fail where an answer lacks a header, allows scripts or styles in the page, or names what serves it."""
    for name, value in ALWAYS.items():
        assert answer.headers.get(name) == value, name
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "X-Powered-By" not in answer.headers
    assert "Werkzeug" not in answer.headers.get("Server", "")


def test_every_kind_of_answer(app: Flask, committed: Committed, at: At) -> None:
    at(moments.DURING)
    with committed() as session:
        made = scene(session)
        said = comment(session, made)
    asked = f"/en/consultations/{made.consultation.slug}"
    client = script(app)
    wanted = {
        "/": 303, "/en/": 200, "/en/none": 404, f"{asked}/": 200, f"{asked}/contributions.csv": 200,
        f"/en/contributions/{said.reference}/sealed": 200, "/healthz": 200, "/robots.txt": 200, "/en/account/": 303,
        "/en/plans": 308, "/.well-known/security.txt": 200,
    }  # fmt: skip
    for path, status in wanted.items():
        answer = client.get(path)
        assert answer.status_code == status, path
        check(answer)
    for method in ("POST", "PUT", "DELETE", "TRACE", "OPTIONS"):
        answer = client.open("/en/", method=method)
        assert answer.status_code in {400, 405} if method != "OPTIONS" else answer.status_code in {200, 405}
        check(answer)


@pytest.mark.parametrize(
    ("failure", "status"), [(RuntimeError("a fault"), 500), (OperationalError("", {}, Exception()), 503)]
)
def test_answers_to_failures(app: Flask, failure: Exception, status: int) -> None:
    def fail() -> str:
        raise failure

    fail.access = "public"  # type: ignore[attr-defined]
    app.add_url_rule("/<lang>/fails", "fails", fail)
    app.testing = False
    answer = browser(app).get("/en/fails")
    assert answer.status_code == status
    check(answer)


def test_an_answer_to_one_who_asks_too_often(make_app: MakeApp, owner: User) -> None:
    client = script(make_app(limits_url="memory://", sign_in_rate="5 per hour"))
    answers = [try_password(client, owner.email) for _ in range(7)]
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused, "nobody was stopped"
    check(refused[0])
    assert int(refused[0].headers["Retry-After"]) > 0


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[dict[str, Any]]:
    """Return the names of ``wsgi``: what a server loads, made anew from the environment; its log is not listened to."""
    monkeypatch.setenv("ENVIRONMENT", "test")
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("ACCESS_LOG", "0")
    names = runpy.run_path(str(ROOT / "wsgi.py"))
    yield names
    names["app"].extensions["engine"].dispose()


def test_what_is_served_as_a_file_is_guarded_too(app: Flask, served: dict[str, Any]) -> None:
    static = Path(app.static_folder or "") / "dist"
    sheet = next(static.glob("site.*.css")).name
    client = served["app"].test_client()
    answer = client.get(f"/static/dist/{sheet}", base_url=served["settings"].base_url)
    assert answer.status_code == 200
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"


def test_https_is_kept_and_what_is_private_is_not(make_app: MakeApp, owner: User) -> None:
    client = script(make_app(base_url=HTTPS))
    answer = client.get("/en/", base_url=HTTPS)
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    signed_in = try_password(client, owner.email, "a sentence that holds")
    assert signed_in.status_code == 303
    for path in ("/en/account/", "/en/"):
        assert client.get(path, base_url=HTTPS).headers["Cache-Control"] == "private, no-store"
    for cookie in signed_in.headers.getlist("Set-Cookie"):
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/"} <= {part.strip() for part in cookie.split(";")}
        assert "SameSite=" in cookie
        assert "Domain=" not in cookie


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "localhost@evil.example", "[::1", ""]
)
def test_another_host_is_not_believed(make_app: MakeApp, owner: User, host: str) -> None:
    client = script(make_app(base_url=HTTPS))
    answer = client.get("/en/plans", headers={"Host": host}, base_url=HTTPS)
    assert answer.status_code == 400
    assert "Location" not in answer.headers
    check(answer)
    for name in ("X-Forwarded-Host", "Forwarded", "X-Original-URL", "X-Rewrite-URL"):
        answer = client.get("/en/plans", headers={name: "evil.example"}, base_url=HTTPS)
        assert "evil" not in answer.headers.get("Location", "") + answer.text
    asked = send(client, "/en/forgotten", {"email": owner.email})
    assert asked.status_code == 303
