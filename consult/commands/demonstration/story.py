"""What happens in the demonstration, in the order in which it happened, whichever file tells of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime


class Story:
    """Events to be told in their order; of two at one moment, the one that was added first comes first."""

    def __init__(self) -> None:
        self._events: list[tuple[datetime, Callable[[], object]]] = []

    def add(self, at: datetime, happen: Callable[[], object]) -> None:
        """Let something happen at a moment."""
        self._events.append((at, happen))

    def tell(self) -> None:
        """Let everything happen."""
        for _, happen in sorted(self._events, key=lambda event: event[0]):
            happen()
