"""Standing pages: how we answer, the rules of moderation, privacy, accessibility."""

from __future__ import annotations

from flask import abort, render_template

from consult.moderation.policies import RULES
from consult.public import blueprint
from consult.web.access import access
from consult.web.settings import settings

TEMPLATES = {
    "how-we-answer": "public/pages/how_we_answer.html",
    "moderation-rules": "public/pages/moderation_rules.html",
    "privacy": "public/pages/privacy.html",
    "accessibility": "public/pages/accessibility.html",
}


@blueprint.get("/pages/<name>")
@access("public")
def page(name: str) -> str:
    """Show a standing page."""
    if name not in TEMPLATES:
        abort(404)
    return render_template(TEMPLATES[name], rules=RULES, limits=settings())
