"""Calm pages for what went wrong. Missing and forbidden are one and the same."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException

from consult.shared.errors import NotFoundError
from consult.web.identity import forget_identity

# What a page put into its form by itself.
_NOT_TYPED = frozenset(
    {"csrf_token", "key", "clause", "version", "next", "revision", "number", "choice", "stance", "speak_as"}
)
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def init(app: Flask) -> None:
    """Register the pages."""
    app.register_error_handler(NotFoundError, _missing)
    app.register_error_handler(404, _missing)
    app.register_error_handler(403, _missing)
    app.register_error_handler(CSRFError, _expired)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(OperationalError, _unavailable)
    app.register_error_handler(Exception, _failed)


def _missing(_error: Exception) -> tuple[str, int]:
    return render_template("errors/missing.html"), 404


def _expired(_error: CSRFError) -> tuple[str, int]:
    """Give back what was typed: the token was too old, or the request came from elsewhere."""
    typed = [
        (name, value)
        for name, value in request.form.items()
        if name not in _NOT_TYPED and "password" not in name
    ]
    return render_template("errors/expired.html", typed=typed), 400


def _refused(error: HTTPException) -> Any:  # noqa: ANN401 - a werkzeug response or our page
    if error.code is None or error.code < 400:  # noqa: PLR2004 - a redirect is not an error
        return error.get_response()
    return render_template("errors/refused.html"), error.code


def _unavailable(error: OperationalError) -> tuple[str, int, dict[str, str]]:
    forget_identity()
    reference = _log(error)
    return render_template("errors/failed.html", reference=reference), 503, {"Retry-After": "30"}


def _failed(error: Exception) -> tuple[str, int]:
    if current_app.testing:
        raise error
    return render_template("errors/failed.html", reference=_log(error)), 500


def _log(error: Exception) -> str:
    """Log the failure under a reference and return it."""
    reference = "E-" + "".join(secrets.choice(_ALPHABET) for _ in range(4))
    current_app.logger.error("%s %s %s", reference, request.endpoint, type(error).__name__, exc_info=error)
    return reference
