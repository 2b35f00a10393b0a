"""Standing pages: how we answer, the rules of moderation, privacy, accessibility.

What they promise in numbers comes from where it is kept, so that no page says another number than the code.
"""

from __future__ import annotations

from flask import abort, render_template

from consult.accounts.policies.permissions import TABLE, Act
from consult.accounts.services import PARTICIPANTS_STAY, SHORTEST_REASON, STAFF_STAY
from consult.moderation.policies import RULES
from consult.public import blueprint
from consult.web import keeping
from consult.web.access import access
from consult.web.page_cache import cacheable
from consult.web.settings import settings

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
    return render_template(
        TEMPLATES[name], standing=name, rules=RULES, limits=settings(), who=_who(), kept=_kept()
    )


def _who() -> dict[str, list[str]]:
    """Return the roles that hide, erase and look up, from the table of permissions."""
    acts = {
        "moderate": Act.MODERATE,
        "read_hidden": Act.READ_HIDDEN,
        "erase": Act.ERASE,
        "look_up": Act.SEE_IDENTITY,
    }
    return {name: sorted(TABLE[act].who) for name, act in acts.items()}


def _kept() -> dict[str, int]:
    """Return what is kept for how long, in days, but ``staff`` in hours; ``reason`` is in characters."""
    return {
        "forms": keeping.FORMS.days,
        "mails": keeping.MAILS.days,
        "invitations": keeping.INVITATIONS.days,
        "sessions": keeping.SESSIONS.days,
        "keys": keeping.KEYS.days,
        "browsers": keeping.KNOWN_BROWSERS.days,
        "signed_in": PARTICIPANTS_STAY.days,
        "staff": STAFF_STAY.seconds // 3600,
        "reason": SHORTEST_REASON,
    }
