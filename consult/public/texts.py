"""The draft text."""

from __future__ import annotations

from flask import abort

from consult.public import blueprint
from consult.web.access import access


@blueprint.route("/consultations/<slug>/text/")
@access("public")
def text(slug: str) -> str:
    """Stub."""
    abort(404)
