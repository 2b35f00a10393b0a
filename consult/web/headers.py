"""What every answer says to the browser about what it may do."""

from __future__ import annotations

from flask import Flask, Response, session

from consult.web.identity import current_actor
from consult.web.settings import settings

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HSTS = "max-age=31536000"


def init(app: Flask) -> None:
    """Add the headers to each answer."""
    app.after_request(_add)


def _add(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", POLICY)
    headers.setdefault("X-Content-Type-Options", "nosniff")
    headers.setdefault("Referrer-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
    headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
    if settings().secure_cookies:
        headers.setdefault("Strict-Transport-Security", HSTS)
    if current_actor() is not None or session:
        headers["Cache-Control"] = "private, no-store"
    if settings().demonstration:
        headers.setdefault("X-Robots-Tag", "noindex")
    return response
