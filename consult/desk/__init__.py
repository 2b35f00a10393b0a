"""The staff's face: officers, moderators, publishers."""

from __future__ import annotations

from importlib import import_module

from flask import Blueprint, Flask

VIEWS = (
    "home",
    "consultations",
    "lifecycle",
    "texts",
    "moderation",
    "themes",
    "points",
    "answers",
    "publication",
)
blueprint = Blueprint("desk", __name__, url_prefix="/<any(ar, en):lang>/desk")


def init(app: Flask) -> None:
    """Register the views."""
    for name in VIEWS:
        import_module(f"consult.desk.{name}")
    app.register_blueprint(blueprint)
