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
