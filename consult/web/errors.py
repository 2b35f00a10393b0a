"""Calm pages for what went wrong. Missing and forbidden are one and the same."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, current_app, redirect, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response as AnyResponse

from consult.shared.errors import NotFoundError
from consult.shared.faults import kind_of
from consult.shared.text import showable
from consult.web import measuring
from consult.web.app_class import UnreadableNameError
from consult.web.database import forget_read
from consult.web.identity import forget_identity
from consult.web.kept_forms import keep_lost, kept_for_this_actor

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(NotFoundError, _missing)
    app.register_error_handler(404, _missing)
    app.register_error_handler(403, _missing)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(measuring.TooMuchError, _too_much)
    app.register_error_handler(UnreadableNameError, _unreadable_name)
    app.register_error_handler(HTTPException, _refused)
    for away in (OperationalError, InterfaceError, PoolTimeoutError):
        app.register_error_handler(away, _unavailable)
    app.register_error_handler(Exception, _failed)


def _missing(_error: Exception) -> tuple[str, int]:
    keep_lost()
    return render_template("errors/missing.html", typed=_typed(), kept=kept_for_this_actor()), 404


def _expired(_error: CSRFError) -> tuple[str, int] | AnyResponse:
    """Give back what was typed: the token was too old, or the request came from elsewhere.

    Whoever signed out and in again meanwhile finds it where they typed it.
    """
    page = keep_lost()
    if page and kept_for_this_actor():
        return redirect(page, 303)
    return render_template("errors/expired.html", typed=_typed()), 400


def _too_much(_error: measuring.TooMuchError) -> tuple[str, int]:
    """Give back what was typed where no form says at its field that it is too much."""
    return render_template("errors/refused.html", typed=_typed()), 422


def _unreadable_name(_error: UnreadableNameError) -> tuple[str, int]:
    return render_template("errors/unreadable_name.html"), 400


def _refused(error: HTTPException) -> Any:  # noqa: ANN401 - a werkzeug response or our page
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is not an error
        return error.get_response()
    allowed = getattr(error, "valid_methods", None)
    headers = {"Allow": ", ".join(sorted(allowed))} if allowed else {}
    return render_template("errors/refused.html", typed=_typed()), error.code, headers


def _unavailable(error: Exception) -> tuple[str, int, dict[str, str]]:
    """Say that the database is away, or has no room: what was to be written was not, and can be sent again soon."""
    forget_identity()
    return _failure(error), 503, {"Retry-After": "30"}


def _failed(error: Exception) -> tuple[str, int] | tuple[str, int, dict[str, str]]:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return _unavailable(error)
    if current_app.testing:
        raise error
    forget_identity()
    return _failure(error), 500


def _failure(error: Exception) -> str:
    """Log the failure under a reference; return the page that names it and gives back what was typed."""
    reference = "E-" + "".join(secrets.choice(_ALPHABET) for _ in range(4))
    current_app.logger.error("%s %s %s", reference, request.endpoint, kind_of(error), exc_info=error)
    forget_read()
    return render_template("errors/failed.html", reference=reference, typed=_typed())


def _typed() -> list[tuple[str, str]]:
    """Return what somebody typed into the form that was sent: its fields' names and values, no passwords."""
    try:
        sent = request.form
    except HTTPException:
        return []
    return [
        (name, showable(measuring.as_typed(name) or value))
        for name, value in sent.items()
        if name not in measuring.NOT_TYPED and not _is_secret(name)
    ]


def _is_secret(name: str) -> bool:
    return "password" in name or name == "present"
