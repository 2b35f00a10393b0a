"""A meeting at the desk: who may open it, and the one screen on which all of it is done."""

from __future__ import annotations

from datetime import date

from werkzeug.wrappers import Response
from wtforms.form import BaseForm

from consult.desk.forum import meeting_presenters as presenters
from consult.forum import queries
from consult.forum.models import Meeting
from consult.forum.policies import may_keep
from consult.web.access import or_404
from consult.web.database import reading
from consult.web.dates import local
from consult.web.forms import sent
from consult.web.identity import signed_in_actor
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

Page = str | Response | tuple[str, int]


def keeper() -> None:
    """Answer 404 to whoever does not keep the forum."""
    actor = signed_in_actor()
    or_404(actor, may_keep(actor))


def meeting_of(slug: str) -> Meeting:
    """Return the meeting of that address, shown or not, for whoever keeps the forum; else 404."""
    keeper()
    return or_404(queries.meeting_by_slug(reading(), slug, shown=False))


def today_of() -> date:
    """Return today by the clocks of the site."""
    return local(arrived_at()).date()


def screen(slug: str, *, part: str = "", form: BaseForm | None = None, entry: int | None = None) -> Page:
    """Show a meeting with the form of one of its parts open; 422 where the form was sent and is shown again."""
    page = presenters.meeting_page(
        reading(), meeting_of(slug), signed_in_actor(), arrived_at(), today_of(), part, entry
    )
    shown = render_page("desk/forum/meeting.html", page, form=form)
    return (shown, 422) if form is not None and sent() else shown
