"""Consult: a public consultation platform that accounts for every voice."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from flask import Flask

from config import Settings
from consult import commands, desk, jobs, public
from consult.presenters import site
from consult.web import (
    access,
    access_log,
    addresses,
    assets,
    csrf,
    database,
    errors,
    head_requests,
    headers,
    hosts,
    hreflang,
    idempotency,
    identity,
    kept_forms,
    limits,
    locale,
    log,
    measuring,
    navigation,
    operator,
    page_cache,
    rendering,
    request_time,
    shell,
    timing,
    uploads,
)
from consult.web.app_class import Site

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings) -> Flask:
    """Make the application: a table of contents."""
    app = Site(__name__, template_folder=str(ROOT / "templates"))
    app.extensions["settings"] = settings
    app.extensions["translations"] = str(ROOT / "translations")
    app.extensions["migrations"] = str(ROOT / "migrations")
    _configure(app, settings)
    log.init(app)
    database.init(app, settings.database)
    operator.init(app, site.kept_site)
    timing.init(app)
    head_requests.init(app)
    request_time.init(app)
    addresses.init(app)
    access_log.init(app)
    hosts.init(app)
    measuring.init(app)
    uploads.init(app)
    identity.init(app)
    locale.init(app)
    assets.init(app)
    kept_forms.init(app)
    access.init(app)
    csrf.init(app)
    idempotency.init(app)
    limits.init(app)
    headers.init(app)
    rendering.init(app)
    hreflang.init(app)
    errors.init(app)
    jobs.init(app)
    public.init(app)
    desk.init(app)
    navigation.init(app)
    shell.init(app)
    commands.init(app)
    page_cache.init(app)
    return app


def _configure(app: Flask, settings: Settings) -> None:
    secure = settings.secure_cookies
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.environment == "test",
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_PARTS=1000,
        SESSION_COOKIE_NAME="__Host-consult" if secure else "consult",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        # Flask-Login's second way in, which nothing here uses: a name that no Cookie header can hold.
        REMEMBER_COOKIE_NAME=";",
        PERMANENT_SESSION_LIFETIME=timedelta(days=14),
        SEND_FILE_MAX_AGE_DEFAULT=31_536_000,
    )
