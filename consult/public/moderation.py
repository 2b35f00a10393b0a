"""The moderation log, for everyone to read."""

from __future__ import annotations

from flask import render_template

from consult.public import blueprint, showing_log
from consult.web.access import access
from consult.web.database import reading
from consult.web.keyset import before
from consult.web.page_cache import cacheable


@blueprint.get("/moderation-log/")
@access("public")
@cacheable("before")
def moderation_log() -> str:
    """Show the decisions, newest first."""
    shown = showing_log.page(reading(), before())
    return render_template("public/moderation/log.html", **shown)


@blueprint.get("/moderation-log/look-ups/")
@access("public")
@cacheable("before")
def look_ups() -> str:
    """Show when somebody of the staff looked up who is behind something, newest first."""
    shown = showing_log.look_ups(reading(), before())
    return render_template("public/moderation/look_ups.html", **shown)
