"""What its reader may do next with a consultation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask import url_for
from flask_babel import gettext as _

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.shared.state import State


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done with a consultation, and where."""

    url: str
    text: str


def steps(actor: Actor, consultation: Consultation, now: datetime) -> list[Step]:
    """Return what ``actor`` may do next with a consultation, the first thing first; empty where there is nothing."""
    state, scope = state_of(consultation, now), consultation.organisation.scope
    known = (
        (State.DRAFT, Act.ANNOUNCE, "desk.announce", _("See what is missing, and announce it")),
        (State.ANNOUNCED, Act.INVITE_TO_ANSWER, "desk.invite_bodies", _("Invite organisations to answer")),
        (State.OPEN, Act.INVITE_TO_ANSWER, "desk.invite_bodies", _("Invite organisations to answer")),
        (State.OPEN, Act.MODERATE, "desk.queue", _("Moderate what arrives")),
        (State.CLOSED, Act.THEME, "desk.themes", _("Put the contributions under themes")),
        (State.CLOSED, Act.ANSWER, "desk.answers", _("Answer the themes")),
        (State.CLOSED, Act.PUBLISH, "desk.publication", _("Approve and publish the answer")),
    )
    return [
        Step(url_for(endpoint, slug=consultation.slug), text)
        for when, action, endpoint, text in known
        if when is state and may(actor, action, scope=scope, state=state)
    ]
