"""StandingPage pages: how we answer, the rules of moderation, privacy, accessibility."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import abort
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from consult.public import blueprint
from consult.public.pages import presenters
from consult.web.access import access
from consult.web.navigation import in_menu
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page


class StandingPage(NamedTuple):
    """A standing page, and its place in the footer."""

    template: str
    title: LazyString
    place: int


# In the order in which each of them names the others.
PAGES = {
    "how-we-answer": StandingPage("public/pages/how_we_answer.html", _l("How we answer"), 20),
    "moderation-rules": StandingPage("public/pages/moderation_rules.html", _l("Moderation rules"), 30),
    "privacy": StandingPage("public/pages/privacy.html", _l("Privacy"), 50),
    "accessibility": StandingPage("public/pages/accessibility.html", _l("Accessibility"), 40),
}


def _in_menus(view: Callable[[str], str]) -> Callable[[str], str]:
    for number, (name, page) in enumerate(PAGES.items()):
        view = in_menu("footer", page.place, page.title, values={"name": name})(view)
        view = in_menu("standing", number, page.title, name=name, values={"name": name})(view)
    return view


@blueprint.get("/pages/<name>")
@access("public")
@cacheable()
@_in_menus
def page(name: str) -> str:
    """Show a standing page."""
    if name not in PAGES:
        abort(404)
    return render_page(PAGES[name].template, presenters.page(name))
