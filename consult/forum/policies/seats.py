"""Who keeps the forum, and who holds a seat on a day."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.forum.models import ForumSeat, Sector


def may_keep(actor: Actor | None) -> bool:
    """Whether ``actor`` may publish the rules, and enter seats and end them."""
    return may(actor, Act.KEEP_FORUM)


def is_held(seat: ForumSeat, day: date) -> bool:
    """Whether a seat is held on ``day``."""
    return not seat.mistaken and seat.since <= day and (seat.ended_on is None or day < seat.ended_on)


def is_past(seat: ForumSeat, day: date) -> bool:
    """Whether a seat was held, and is no more on ``day``."""
    return not seat.mistaken and seat.ended_on is not None and seat.ended_on <= day


def balance(seats: Iterable[ForumSeat], day: date) -> list[tuple[Sector, int]]:
    """Return how many seats each sector holds on ``day``, in their order; a sector without any says so with 0."""
    numbers = Counter(seat.sector for seat in seats if is_held(seat, day))
    return [(sector, numbers[sector.value]) for sector in Sector]
