"""Browsers that signed in to an account before: they carry a signed cookie, set at signing in alone.

It opens nothing. It only lets the tries of its owner be counted apart from those of everybody else.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from flask import Response, request
from itsdangerous import BadData, URLSafeSerializer

from consult.shared.email_address import known_as
from consult.web.retention import KNOWN_BROWSERS
from consult.web.settings import settings

_SECONDS = int(KNOWN_BROWSERS.total_seconds())
_MOST_ACCOUNTS = 5


def cookie_name() -> str:
    """Return the name of the cookie."""
    return "__Host-consult-known" if settings().secure_cookies else "consult-known"


def number_for(account: str) -> str | None:
    """Return this browser's number where ``account``, as typed, signed in with it before; None for a stranger."""
    number, accounts = _read()
    return number if _mark(known_as(account)) in accounts else None


def know(response: Response, account: str) -> None:
    """Let the browser carry the sign by which it is known again, for its newest five accounts.

    ``account`` is the address as it is stored: one that is held is no sign for the account whose address it looks like.
    """
    number, accounts = _read()
    mark = _mark(account)
    accounts = [mark, *(other for other in accounts if other != mark)][:_MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(), str(_signer().dumps([number, accounts])), max_age=_SECONDS, path="/", httponly=True,
        secure=settings().secure_cookies, samesite="Lax",
    )  # fmt: skip


def _read() -> tuple[str, list[str]]:
    """Return this browser's number and the marks of its accounts; a new number and none where it carries no sign."""
    try:
        number, accounts = _signer().loads(request.cookies.get(cookie_name(), ""))
    except (BadData, ValueError, TypeError):
        return secrets.token_urlsafe(12), []
    return str(number), [str(account) for account in accounts]


def _mark(account: str) -> str:
    """Return what stands for an account in the cookie: nothing that could be turned back into an address."""
    key = settings().secret_key.encode()
    return hmac.new(key, f"known-browser\0{account}".encode(), hashlib.sha256).hexdigest()[:20]


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(settings().secret_key, salt="web.known-browser")
