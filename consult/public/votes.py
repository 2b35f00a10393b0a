"""Votes."""

from __future__ import annotations

from flask import abort

from consult.public import blueprint
from consult.web.access import access


@blueprint.route("/consultations/<slug>/clauses/<int:clause_id>/vote", methods=["POST"])
@access("anonymous")
def vote_clause(slug: str, clause_id: int) -> str:
    """Stub."""
    abort(404)


@blueprint.route("/contributions/<reference>/vote", methods=["POST"])
@access("anonymous")
def vote_contribution(reference: str) -> str:
    """Stub."""
    abort(404)
