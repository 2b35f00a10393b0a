"""Where a consultation stands: the word that every table of permissions is written in."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Where a consultation stands: it follows from its acts and the clock, and is stored nowhere."""

    DRAFT = "draft"
    ANNOUNCED = "announced"
    OPEN = "open"
    CLOSED = "closed"
    ANSWERED = "answered"
    CANCELLED = "cancelled"

    @property
    def awaits_answer(self) -> bool:
        """Whether what is said in it is still to be answered."""
        return self in {State.OPEN, State.CLOSED}

    @property
    def is_over(self) -> bool:
        """Whether nothing is taken any more, not even late: it was answered or cancelled."""
        return self in {State.ANSWERED, State.CANCELLED}
