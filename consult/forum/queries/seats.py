"""Reading the forum: the rules that stand, earlier ones, and the seats."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.forum.models import ForumRules, ForumSeat, Meeting


def rules(session: Session, *, number: int | None = None) -> ForumRules | None:
    """Return an edition of the rules, the one that stands where no ``number`` is given; None where there is none."""
    if number is None:
        return session.scalars(_NEWEST).one_or_none()
    return session.scalars(_EDITION, {"number": number}).one_or_none()


def has_forum(session: Session) -> bool:
    """Whether anything is published of the forum: rules, a seat, or a meeting."""
    return bool(session.scalar(_THERE))


def editions(session: Session) -> Sequence[ForumRules]:
    """Return all editions of the rules, the newest first."""
    return session.scalars(_EDITIONS).all()


def seats(session: Session) -> Sequence[ForumSeat]:
    """Return all seats that are or were held, with their bodies, in the order in which they began."""
    return session.scalars(_SEATS).all()


def every_seat(session: Session) -> Sequence[ForumSeat]:
    """Return all seats with their bodies, those that were entered by mistake too, in the order in which they began."""
    return session.scalars(_EVERY_SEAT).all()


def seat(session: Session, seat_id: int) -> ForumSeat | None:
    """Return a seat with its body, whatever became of it, or None."""
    return session.scalars(_SEAT, {"seat": seat_id}).one_or_none()


def seats_of(session: Session, *, organisation_id: int) -> Sequence[ForumSeat]:
    """Return the seats of a body, in the order in which they began; none that was entered by mistake."""
    return session.scalars(_SEATS_OF, {"organisation": organisation_id}).all()


def lock(session: Session, seat_id: int) -> ForumSeat | None:
    """Return a seat, read anew and held until the transaction ends, or None."""
    query = select(ForumSeat).where(ForumSeat.id == seat_id).with_for_update(of=ForumSeat)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


# Built once: building a statement costs more than sending it.
_NEWEST = select(ForumRules).order_by(ForumRules.number.desc()).limit(1)
_THERE = select(
    or_(
        select(ForumRules.id).exists(),
        select(ForumSeat.id).where(~ForumSeat.mistaken).exists(),
        select(Meeting.id).where(Meeting.shown_at.is_not(None)).exists(),
    )
)
_EDITIONS = select(ForumRules).order_by(ForumRules.number.desc())
_EDITION = select(ForumRules).where(ForumRules.number == bindparam("number"))
_IN_ORDER = select(ForumSeat).order_by(ForumSeat.since, ForumSeat.id)
_EVERY_SEAT = _IN_ORDER.options(joinedload(ForumSeat.organisation))
_SEATS = _EVERY_SEAT.where(~ForumSeat.mistaken)
_SEAT = _EVERY_SEAT.where(ForumSeat.id == bindparam("seat"))
# Whoever asks has the body.
_SEATS_OF = _IN_ORDER.where(ForumSeat.organisation_id == bindparam("organisation"), ~ForumSeat.mistaken)
