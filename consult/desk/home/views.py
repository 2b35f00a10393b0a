"""The desk's first page."""

from __future__ import annotations

from consult.consultations.queries import DeskPlace
from consult.desk import blueprint
from consult.desk.home.presenters import home_page
from consult.web.access import access
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.pagination import place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/")
@access("staff")
def home() -> str:
    """Show the staff member's consultations with the next thing to do."""
    page = home_page(reading(), signed_in_actor(), arrived_at(), place(DeskPlace))
    return render_page("desk/home/home.html", page)
