"""The moderation log, for everyone to read."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

from consult.public import blueprint
from consult.public.moderation import presenters
from consult.web.access import access
from consult.web.database import reading
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.pagination import before
from consult.web.rendering import render_page


@blueprint.get("/moderation-log/")
@access("public")
@cacheable("before")
@in_menu("header", 30, _l("Moderation log"), name="moderation")
def moderation_log() -> str:
    """Show the decisions, newest first."""
    return render_page("public/moderation/log.html", presenters.page(reading(), before()))


@blueprint.get("/moderation-log/look-ups/")
@access("public")
@cacheable("before")
def look_ups() -> str:
    """Show when somebody of the staff looked up who is behind something, newest first."""
    return render_page("public/moderation/look_ups.html", presenters.look_ups(reading(), before()))
