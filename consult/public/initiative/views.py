"""The page on the initiative: the edition that stands, earlier ones, and its facts as a file."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response

from consult.initiative import queries
from consult.initiative.models import InitiativeEdition
from consult.presenters.site import INITIATIVE
from consult.public import blueprint
from consult.public.initiative import open_file, presenters
from consult.web.access import access, or_404
from consult.web.database import engine, reading
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page
from consult.web.streaming import sent_whole


@blueprint.get("/about/open-government/")
@access("public")
@cacheable()
@in_menu("footer", 5, _l("About the initiative"), once=INITIATIVE)
def initiative() -> str:
    """Show the edition that stands; 404 before the first."""
    return _page(or_404(queries.newest_edition(reading())))


@blueprint.get("/about/open-government/editions/<int(max=9999):number>/")
@access("public")
@cacheable()
def initiative_edition(number: int) -> str:
    """Show an edition."""
    return _page(or_404(queries.edition(reading(), number)))


@blueprint.get("/about/open-government/facts.csv")
@access("public")
def initiative_csv() -> Response:
    """Send the facts of the edition that stands, with their sources, as CSV."""
    answer = sent_whole(open_file.csv_file(engine()), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="initiative-facts.csv"'
    return answer


def _page(shown: InitiativeEdition) -> str:
    return render_page("public/initiative/page.html", presenters.page(reading(), shown))
