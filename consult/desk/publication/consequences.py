"""What publishing an outcome will do."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import ngettext

from consult.desk.consequences import Consequence, Effect, mails


def of_publishing(*, themes: int, changes: int, people: int) -> list[Consequence]:
    """Return what publishing answers to ``themes`` and ``changes`` of clauses does, for ``people`` who spoke."""
    public = ngettext(
        "The answer to %(num)s theme can be read by everybody.",
        "The answers to %(num)s themes can be read by everybody.",
        themes,
    )
    will = [Consequence(Effect.PUBLIC, public)]
    if changes:
        words = ngettext(
            "A new version of the text becomes public, with %(num)s changed clause.",
            "A new version of the text becomes public, with %(num)s changed clauses.",
            changes,
        )
        will.append(Consequence(Effect.PUBLIC, words))
    will.append(mails(people))
    frozen = _("What is published is frozen: it never changes. A correction is a new version beside it.")
    return [*will, Consequence(Effect.FINAL, frozen)]
