"""Where a consultation, a plan and a commitment stand: the words that the table of permissions is written in."""

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


class PlanState(StrEnum):
    """Where a plan stands: it follows from the acts that are recorded of it."""

    DRAFTING = "drafting"
    ADOPTED = "adopted"
    IN_FORCE = "in-force"
    REFRESHED = "refreshed"
    ENDED = "ended"


class CommitmentState(StrEnum):
    """Where a commitment stands: it follows from the acts that are recorded of it."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
