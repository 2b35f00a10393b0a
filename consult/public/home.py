"""The home page: the open question first."""

from __future__ import annotations

from flask import render_template

from consult.public import blueprint, showing_home
from consult.web.access import access
from consult.web.arrival import arrived_at
from consult.web.database import reading
from consult.web.page_cache import cacheable


@blueprint.get("/")
@access("public")
@cacheable()
def home() -> str:
    """Show what is open now, what is under way, what was answered, and where the plan stands."""
    return render_template("public/home/home.html", **showing_home.front(reading(), arrived_at()))
