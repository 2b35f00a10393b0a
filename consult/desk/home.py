"""The desk's first page."""

from __future__ import annotations

from flask import render_template

from consult.desk import blueprint, showing_home
from consult.web.access import access
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.identity import signed_in_actor


@blueprint.get("/")
@access("staff")
def home() -> str:
    """Show the staff member's consultations with the next thing to do."""
    return render_template("desk/home.html", **showing_home.whole(reading(), signed_in_actor(), arrived_at()))
