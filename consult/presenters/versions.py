"""What a published version of a text stands for, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from consult.consultations.policies.standing import ADOPTED, PROPOSED, Stands, VersionStanding
from consult.web import dates

# As the component shows the states of consultations.
_LOOKS = {
    Stands.PROPOSED: "open",
    Stands.AWAITING: "answering",
    Stands.WITHDRAWN: "cancelled",
    Stands.CHANGED: "cancelled",
    Stands.ADOPTED: "answered",
    Stands.UNASKED: "answered",
}


@dataclass(frozen=True, slots=True)
class VersionState:
    """What a version stands for: the component's state, the words, and the consultation that says so, if any.

    ``illustrative``: its words were invented for the demonstration.
    """

    state: str
    text: str
    url: str | None
    proposed: bool
    adopted: bool
    illustrative: bool


def version_state(standing: VersionStanding) -> VersionState:
    """Return what a version stands for, in words."""
    return VersionState(
        state=_LOOKS[standing.stands],
        text=_words(standing.stands, standing.moment, standing.became),
        url=url_for("public.consultation", slug=standing.slug) if standing.slug else None,
        proposed=standing.stands in PROPOSED,
        adopted=standing.stands in ADOPTED,
        illustrative=standing.illustrative,
    )


def _words(stands: Stands, moment: datetime, became: int | None) -> str:
    day = dates.day(moment)
    match stands:
        case Stands.PROPOSED:
            return str(_("Proposed: the public is asked about it until %(day)s", day=day))
        case Stands.AWAITING:
            return str(_("Proposed: its consultation closed on %(day)s and waits for the answer", day=day))
        case Stands.WITHDRAWN:
            return str(_("Withdrawn with its consultation, which was cancelled on %(day)s", day=day))
        case Stands.CHANGED:
            return str(_("Adopted with changes, as version %(number)s, on %(day)s", number=became, day=day))
        case Stands.ADOPTED:
            return str(_("Adopted on %(day)s", day=day))
        case Stands.UNASKED:
            return str(_("Published without a consultation, on %(day)s", day=day))
