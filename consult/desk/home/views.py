"""The desk's first page."""

from __future__ import annotations

from flask import render_template

from consult.desk import blueprint
from consult.desk.home import presenters
from consult.web.access import access
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.pagination import after
from consult.web.request_time import arrived_at


@blueprint.get("/")
@access("staff")
def home() -> str:
    """Show the staff member's consultations with the next thing to do."""
    return render_template(
        "desk/home/home.html", **presenters.whole(reading(), signed_in_actor(), arrived_at(), after())
    )
