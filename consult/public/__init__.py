"""The readers' and participants' face: one package a noun: its views, forms and presenters."""

from __future__ import annotations

from flask import Blueprint, Flask

from consult.web.discovery import import_modules

blueprint = Blueprint("public", __name__, url_prefix="/<any(ar, en):lang>")
unprefixed = Blueprint("site", __name__)


def init(app: Flask) -> None:
    """Register the views."""
    import_modules(__name__, __path__, ending="views")
    app.register_blueprint(blueprint)
    app.register_blueprint(unprefixed)
