"""Addresses without a language: the redirect home, health, robots, the verifier."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult.public import unprefixed
from consult.public.contributions import verify_receipts
from consult.web.access import access
from consult.web.database import ping
from consult.web.hreflang import absolute
from consult.web.locale import preferred
from consult.web.operator import operator
from consult.web.request_time import arrived_at
from consult.web.settings import settings


@unprefixed.get("/")
@access("public")
def index() -> BaseResponse:
    """Lead to the home page in the browser's language."""
    answer = redirect(url_for("public.home", lang=preferred()), 303)
    answer.headers["Vary"] = "Accept-Language"
    return answer


@unprefixed.get("/healthz")
@access("public")
def health() -> Response:
    """Say that the process lives."""
    return Response("ok\n", mimetype="text/plain")


@unprefixed.get("/readyz")
@access("public")
def ready() -> Response:
    """Say that the database answers."""
    ping()
    return Response("ok\n", mimetype="text/plain")


@unprefixed.get("/robots.txt")
@access("public")
def robots() -> Response:
    """Keep robots off the desk, off everything in a demonstration; say where the map of the site is."""
    closed = "/" if settings().demonstration else "/*/desk/"
    site_map = absolute(url_for("site.sitemap"))
    return Response(f"User-agent: *\nDisallow: {closed}\n\nSitemap: {site_map}\n", mimetype="text/plain")


@unprefixed.get("/verify_receipts.py")
@access("public")
def verifier() -> Response:
    """Send the program by which anybody verifies all fingerprints of an open file."""
    answer = Response(Path(verify_receipts.__file__).read_bytes(), content_type="text/plain; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="verify_receipts.py"'
    return answer


@unprefixed.get("/.well-known/security.txt")
@access("public")
def security() -> Response:
    """Say where weaknesses are reported, as RFC 9116 has it; it stays fresh for half a year."""
    expires = (arrived_at() + timedelta(days=180)).isoformat(timespec="seconds")
    base = settings().base_url.rstrip("/")
    lines = (
        f"Contact: mailto:{settings().security_email or operator().email}",
        f"Expires: {expires}",
        f"Canonical: {base}/.well-known/security.txt",
        "Preferred-Languages: ar, en",
    )
    return Response("".join(f"{line}\n" for line in lines), mimetype="text/plain")
