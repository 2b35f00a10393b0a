"""Standing pages: how we answer, the rules of moderation, privacy, accessibility."""

from __future__ import annotations

from flask import abort

from consult.public import blueprint
from consult.public.pages import presenters
from consult.web.access import access
from consult.web.page_cache import cacheable
from consult.web.rendering import render_page

TEMPLATES = {
    "how-we-answer": "public/pages/how_we_answer.html",
    "moderation-rules": "public/pages/moderation_rules.html",
    "privacy": "public/pages/privacy.html",
    "accessibility": "public/pages/accessibility.html",
}


@blueprint.get("/pages/<name>")
@access("public")
@cacheable()
def page(name: str) -> str:
    """Show a standing page."""
    if name not in TEMPLATES:
        abort(404)
    return render_page(TEMPLATES[name], presenters.page(name))
