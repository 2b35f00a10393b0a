"""Posting."""

from __future__ import annotations

from flask import abort

from consult.public import blueprint
from consult.web.access import access


@blueprint.route("/consultations/<slug>/contribute", methods=["POST"])
@access("anonymous")
def contribute(slug: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/consultations/<slug>/propose", methods=["GET", "POST"])
@access("anonymous")
def propose(slug: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/contributions/<reference>/reply", methods=["GET", "POST"])
@access("anonymous")
def reply(reference: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/draft")
@access("public")
def draft() -> str:
    """Stub."""
    abort(404)
