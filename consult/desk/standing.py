"""Where a consultation stands at the desk, and what its reader may do next."""

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
from consult.web import dates
from consult.web.labels import label


@dataclass(frozen=True, slots=True)
class Step:
    """Something that may be done with a consultation, and where."""

    url: str
    text: str


def standing(consultation: Consultation, now: datetime) -> str:
    """Return in words where a consultation stands and until when."""
    state = state_of(consultation, now)
    word = label("state", state)
    if state is State.ANNOUNCED:
        return str(_("%(state)s: %(when)s", state=word, when=dates.full(consultation.opens_at)))
    if state is State.OPEN:
        return str(_("%(state)s, until %(when)s", state=word, when=dates.full(consultation.closes_at)))
    if state is State.CLOSED and consultation.answer_due_at <= now:
        return str(_("The answer is late: it was due by %(day)s", day=dates.day(consultation.answer_due_at)))
    if state is State.CLOSED:
        return str(_("%(state)s: due by %(day)s", state=word, day=dates.day(consultation.answer_due_at)))
    return word


def steps(actor: Actor, consultation: Consultation, now: datetime) -> list[Step]:
    """Return what ``actor`` may do next with a consultation, the first thing first; empty where there is nothing."""
    state, scope = state_of(consultation, now), consultation.organisation.scope
    known = (
        (State.DRAFT, Act.ANNOUNCE, "desk.announce", _("See what is missing, and announce it")),
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
