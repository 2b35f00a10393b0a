"""The forum: its meetings, the seats, the rules that stand and earlier editions."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.forum import queries
from consult.presenters.site import FORUM
from consult.public import blueprint
from consult.public.forum import presenters
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.dates import local
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.pagination import place
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at


@blueprint.get("/forum/")
@access("public")
@cacheable("after")
@in_menu("footer", 6, _l("The forum"), once=FORUM)
def forum() -> str:
    """Show its meetings, who holds its seats, and its rules; 404 before there is any of it. ``?after=`` goes on."""
    page = presenters.forum_page(reading(), local(arrived_at()).date(), place(queries.MeetingPlace))
    or_404(page, page.anything)
    return render_page("public/forum/forum.html", page)


@blueprint.get("/forum/rules/<int(max=9999):number>/")
@access("public")
@cacheable()
def forum_rules(number: int) -> str:
    """Show an edition of the rules."""
    edition = or_404(queries.rules(reading(), number=number))
    return render_page("public/forum/rules.html", presenters.rules_page(reading(), edition))
