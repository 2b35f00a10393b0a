"""Contributions."""

from __future__ import annotations

from flask import abort

from consult.public import blueprint
from consult.web.access import access


@blueprint.route("/consultations/<slug>/contributions/")
@access("public")
def contributions(slug: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/consultations/<slug>/contributions.csv")
@access("public")
def contributions_csv(slug: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/contributions/<reference>")
@access("public")
def contribution(reference: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/contributions/<reference>/sealed")
@access("public")
def sealed(reference: str) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/contributions/<reference>/withdraw", methods=["GET", "POST"])
@access("signed-in")
def withdraw(reference: str) -> str:
    """Stub."""
    abort(404)
