"""The home page: the open question first."""

from __future__ import annotations

from consult.public import blueprint, showing_home
from consult.web.access import access
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.pages import render_page
from consult.web.parameters import takes


@blueprint.get("/")
@access("public")
@takes()
def home() -> str:
    """Show what is open now, what is under way, what was answered, and where the plan stands."""
    return render_page("public/home/home.html", **showing_home.front(reading(), arrived_at()))
