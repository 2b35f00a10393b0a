"""Browsers at chosen addresses, and what they send."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from flask.testing import FlaskClient

from tests.client import ReviewingClient

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

PASSWORD = "a sentence that holds"
WRONG = "a sentence that does not"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def browser(app: Flask, address: str = "192.0.2.1") -> ReviewingClient:
    """Return a new browser at a network address; it reviews each page."""
    made = app.test_client()
    assert isinstance(made, ReviewingClient)
    made.environ_base["REMOTE_ADDR"] = address
    return made


def script(app: Flask, address: str = "192.0.2.1") -> FlaskClient:
    """Return what attacks use: a client that looks at nothing, for many requests in short time."""
    made = FlaskClient(app, app.response_class)
    made.environ_base["REMOTE_ADDR"] = address
    return made


def token_on(client: FlaskClient, path: str) -> str:
    """Return the token of the first form on a page."""
    kept = {"may_set_cookie": True} if isinstance(client, ReviewingClient) else {}
    found = _TOKEN.search(client.get(path, base_url=_base(client), **kept).text)
    assert found, f"no form on {path}"
    return found[1]


def send(client: FlaskClient, path: str, fields: dict[str, str], token: str | None = None) -> TestResponse:
    """Send fields as the form on the page would, with its token."""
    typed = {"csrf_token": token_on(client, path) if token is None else token, **fields}
    return client.post(path, data=typed, base_url=_base(client), headers={"Sec-Fetch-Site": "same-origin"})


def try_password(client: FlaskClient, email: str, password: str = WRONG) -> TestResponse:
    """Try a password at the form to sign in."""
    return send(client, "/en/login", {"email": email, "password": password})


def sign_out(client: FlaskClient) -> None:
    """Sign out by the button."""
    send(client, "/en/logout", {}, token_on(client, "/en/"))


def _base(client: FlaskClient) -> str:
    """Return where the site of this client says that it lives."""
    settings = client.application.extensions["settings"]
    parts = urlsplit(settings.base_url)
    return f"{parts.scheme}://{parts.netloc}"
