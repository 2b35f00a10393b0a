"""Addresses without a language: the redirect home, health, robots."""

from __future__ import annotations

from flask import Response, redirect, url_for
from werkzeug.wrappers import Response as BaseResponse

from consult.public import unprefixed
from consult.web.access import access
from consult.web.database import ping
from consult.web.locale import preferred
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
    """Keep robots off the desk and the accounts; off everything in a demonstration."""
    closed = "/" if settings().demonstration else "/*/desk/"
    return Response(f"User-agent: *\nDisallow: {closed}\n", mimetype="text/plain")
