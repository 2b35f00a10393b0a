"""The state of a consultation as the database sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, case, false, func, not_

from consult.consultations.models import Consultation
from consult.shared.state import State

# In which order the public has them; drafts are not its own to see.
LISTED = (State.OPEN, State.ANNOUNCED, State.CLOSED, State.ANSWERED, State.CANCELLED, State.DRAFT)


def is_in(state: State, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that ``state_of`` gives this state: the same rule, for the database."""
    announced = func.coalesce(Consultation.announced_at <= now, false())
    cancelled = func.coalesce(Consultation.cancelled_at <= now, false())
    answered = func.coalesce(Consultation.answered_at <= now, false())
    running = and_(announced, not_(cancelled), not_(answered))
    conditions = {
        State.DRAFT: not_(announced),
        State.CANCELLED: and_(announced, cancelled),
        State.ANSWERED: and_(announced, not_(cancelled), answered),
        State.ANNOUNCED: and_(running, Consultation.opens_at > now),
        State.OPEN: and_(running, Consultation.opens_at <= now, Consultation.closes_at > now),
        State.CLOSED: and_(running, Consultation.opens_at <= now, Consultation.closes_at <= now),
    }
    return conditions[state]


def rank(states: Sequence[State], now: datetime | BindParameter[datetime]) -> ColumnElement[int]:
    """Return the number of a consultation's state in ``states``, which has all of them."""
    return case(*((is_in(state, now), number) for number, state in enumerate(states)))
