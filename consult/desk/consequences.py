"""What an act will do, said before it is done: one list for every page that asks once more (``will_do``)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from consult.texts.models import TextVersion
from consult.texts.services import stale_summaries


class Effect(StrEnum):
    """What something will do; each has its icon in ``components/consequences.html``."""

    PUBLIC = "public"
    DATES = "dates"
    MAIL = "mail"
    FROZEN = "frozen"
    STAYS = "stays"
    ENDS = "ends"
    FINAL = "final"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Consequence:
    """One thing that an act will do, in a sentence."""

    effect: Effect
    text: str


def stale_summaries_of(session: Session, versions: Iterable[TextVersion]) -> list[Consequence]:
    """Return which plain words are not published with drafts, since their clauses changed."""
    places = [place for version in versions for place in stale_summaries(session, version)]
    return [
        Consequence(
            Effect.WARNING,
            _("Clause %(number)s changed since its summary in plain words was written: beside other words it is not "
              "published. Read it again and save it first.", number=place),
        )
        for place in places
    ]  # fmt: skip


def mails(number: int) -> Consequence:
    """Return how many people are written to."""
    if number == 0:
        return Consequence(Effect.MAIL, _("Nobody gets a mail about it."))
    return Consequence(
        Effect.MAIL, ngettext("%(num)s person gets a mail.", "%(num)s people get a mail.", number)
    )
