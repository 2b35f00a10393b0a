"""How a clause is named where its words do not stand."""

from __future__ import annotations

from typing import Protocol

from flask_babel import gettext as _

from consult.web.rendering import bidi_isolate, localized


class Positioned(Protocol):
    """A clause with its place, and its heading in both languages."""

    @property
    def position(self) -> int:
        """Its place in the text, from 1."""


def clause_named(text: Positioned) -> str:
    """Return a clause's number with its heading, in the page's language."""
    heading = bidi_isolate(localized(text, "heading"))
    return str(_("Clause %(number)s: %(heading)s", number=text.position, heading=heading))
