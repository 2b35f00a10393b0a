"""How a clause is named where its words do not stand."""

from __future__ import annotations

from flask_babel import gettext as _

from consult.plans.models import ClauseWords
from consult.web.rendering import bidi_isolate, localized


def clause_named(text: ClauseWords) -> str:
    """Return a clause's number with its heading, in the page's language."""
    heading = bidi_isolate(localized(text, "heading"))
    return str(_("Clause %(number)s: %(heading)s", number=text.position, heading=heading))
