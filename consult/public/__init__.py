"""The readers' and participants' face: one module a noun, each with its views."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

VIEWS = (
    "root", "home", "consultations", "texts", "outcomes", "contributions", "erasure", "posting", "votes", "plans",
    "moderation", "organisations", "representatives", "pages", "sign_in", "registration", "account", "sessions",
    "passwords", "address", "waiting", "mail_preferences", "demonstration",
)  # fmt: skip
blueprint = Blueprint("public", __name__, url_prefix="/<any(ar, en):lang>")
unprefixed = Blueprint("site", __name__)


def init(app: Flask) -> None:
    """Register the views."""
    for name in VIEWS:
        import_module(f"consult.public.{name}")
    app.register_blueprint(blueprint)
    app.register_blueprint(unprefixed)
