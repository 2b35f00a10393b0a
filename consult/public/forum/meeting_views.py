"""A meeting of the forum, and its minutes: the one page with names, which nothing keeps and no search engine names."""

from __future__ import annotations

from flask import Response, make_response

from consult.forum import queries
from consult.forum.models import Meeting
from consult.public import blueprint
from consult.public.forum.meeting import meeting_page
from consult.public.forum.minutes import MinutesPage, minutes_beside, minutes_page
from consult.public.forum.paper import as_pdf
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.limits import limited
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page
from consult.web.request_time import arrived_at

_MINUTES = "/forum/meetings/<slug>/minutes"


@blueprint.get("/forum/meetings/<slug>/")
@access("public")
@cacheable()
def meeting(slug: str) -> str:
    """Show a meeting: when and where, its agenda, which bodies came, and what its minutes say, without any name."""
    return render_page("public/forum/meeting.html", meeting_page(reading(), _shown(slug), arrived_at()))


@blueprint.get(f"{_MINUTES}/")
@access("public")
def minutes(slug: str) -> Response:
    """Show the newest version of the minutes, with the names of who came."""
    page = or_404(minutes_page(reading(), _shown(slug), arrived_at()))
    return _unkept(render_page("public/forum/minutes.html", page))


@blueprint.get(f"{_MINUTES}/versions/<int(max=9999):number>/")
@access("public")
def minutes_version(slug: str, number: int) -> Response:
    """Show one version of the minutes; names are those that stand now."""
    page = or_404(minutes_page(reading(), _shown(slug), arrived_at(), number))
    return _unkept(render_page("public/forum/minutes.html", page))


@blueprint.get(f"{_MINUTES}/compare/<int(max=9999):before>...<int(max=9999):after>/")
@access("public")
def minutes_compared(slug: str, before: int, after: int) -> Response:
    """Show what changed from one version of the minutes to another, clause by clause."""
    page = or_404(minutes_beside(reading(), _shown(slug), before, after))
    return _unkept(render_page("public/forum/compare.html", page))


@blueprint.get("/forum/meetings/<slug>/minutes.pdf")
@access("public")
@limited("paper")
def minutes_file(slug: str) -> Response:
    """Send the newest version of the minutes as PDF, with the names that stand at this moment."""
    page: MinutesPage = or_404(minutes_page(reading(), _shown(slug), arrived_at()))
    answer = Response(as_pdf(page), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="minutes-{page.home.slug}.pdf"'
    return _unkept(answer)


def _shown(slug: str) -> Meeting:
    """Return a meeting that everybody reads of; 404 else."""
    return or_404(queries.meeting_by_slug(reading(), slug))


def _unkept(answer: str | Response) -> Response:
    """Return an answer that nothing on the way keeps, and no search engine names."""
    made = make_response(answer)
    made.headers["Cache-Control"] = "private, no-store"
    made.headers["X-Robots-Tag"] = "noindex"
    return made
