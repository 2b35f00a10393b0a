"""The state of a consultation as the database sees it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, and_, case, false, func, not_, or_, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.shared.state import State

# In which order the public has them; drafts are not its own to see.
LISTED = (State.OPEN, State.ANNOUNCED, State.CLOSED, State.ANSWERED, State.CANCELLED, State.DRAFT)


def is_in(state: State, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition that ``state_of`` gives this state: the same rule, for the database."""
    announced = func.coalesce(Consultation.announced_at <= now, false())
    # What most of a long list does not meet stands first.
    answered, cancelled = Consultation.answered_at, Consultation.cancelled_at
    running = and_(
        or_(answered.is_(None), answered > now), or_(cancelled.is_(None), cancelled > now), announced
    )
    conditions = {
        State.DRAFT: not_(announced),
        State.CANCELLED: and_(cancelled.is_not(None), cancelled <= now, announced),
        State.ANSWERED: and_(
            answered.is_not(None), answered <= now, or_(cancelled.is_(None), cancelled > now), announced
        ),
        State.ANNOUNCED: and_(Consultation.opens_at > now, running),
        State.OPEN: and_(Consultation.closes_at > now, Consultation.opens_at <= now, running),
        State.CLOSED: and_(Consultation.closes_at <= now, Consultation.opens_at <= now, running),
    }
    return conditions[state]


def rank(states: Sequence[State], now: datetime | BindParameter[datetime]) -> ColumnElement[int]:
    """Return the number of a consultation's state in ``states``, which has all of them.

    Asked as ``state_of`` asks, one condition after the other: a list puts it to every consultation.
    """
    number = {state: place for place, state in enumerate(states)}
    return case(
        (or_(Consultation.announced_at.is_(None), Consultation.announced_at > now), number[State.DRAFT]),
        (Consultation.cancelled_at <= now, number[State.CANCELLED]),
        (Consultation.answered_at <= now, number[State.ANSWERED]),
        (Consultation.opens_at > now, number[State.ANNOUNCED]),
        (Consultation.closes_at > now, number[State.OPEN]),
        else_=number[State.CLOSED],
    )


def is_at_hand(state: State, now: datetime | BindParameter[datetime]) -> ColumnElement[bool]:
    """Return the condition of a state for staff's lists: of the drafts those that nobody discarded."""
    found = is_in(state, now)
    return and_(found, Consultation.discarded_at.is_(None)) if state is State.DRAFT else found


def unfinished_of(session: Session, *, organisation_id: int, now: datetime) -> Sequence[Consultation]:
    """Return the consultations of a body that are neither answered nor cancelled at ``now``, by id.

    Drafts are among them, those that were discarded are not.
    """
    waits = (State.DRAFT, State.ANNOUNCED, State.OPEN, State.CLOSED)
    query = select(Consultation).where(
        Consultation.organisation_id == organisation_id, or_(*(is_at_hand(state, now) for state in waits))
    )
    return session.scalars(query.order_by(Consultation.id)).all()
