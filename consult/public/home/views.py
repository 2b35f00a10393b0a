"""The home page: the open question first."""

from __future__ import annotations

from consult.public import blueprint
from consult.public.home import presenters
from consult.web.access import access
from consult.web.database import reading
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/")
@access("public")
@cacheable()
def home() -> str:
    """Show what is open now, what is under way, what was answered, and where the plan stands."""
    return render_page("public/home/home.html", presenters.front(reading(), arrived_at()))
