"""Where a page is, in each language: what its head tells search engines."""

from __future__ import annotations

from flask import Flask, request

from consult.web.locale import LANGUAGES, switch_url
from consult.web.settings import settings


def init(app: Flask) -> None:
    """Let the base of all pages ask."""
    app.jinja_env.globals.update(alternates=alternates)


def alternates() -> dict[str, str]:
    """Return the page's address by language; none where it cannot be asked for, or is one's own."""
    rule = request.url_rule
    if (
        rule is None
        or "lang" not in rule.arguments
        or "GET" not in (rule.methods or ())
        or "token" in rule.arguments
    ):
        return {}
    return {lang: settings().base_url.rstrip("/") + switch_url(lang) for lang in LANGUAGES}
