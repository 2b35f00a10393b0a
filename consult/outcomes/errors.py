"""What can stand against publishing an outcome."""

from __future__ import annotations

from consult.shared.errors import DomainError


class NotAccountedError(DomainError):
    """Something is still unanswered; ``queries.coverage`` lists it."""

    def __init__(self, *, unthemed: int, unanswered: int) -> None:
        """Keep how many contributions have no theme, and how many themes no answer."""
        super().__init__("not-accounted", unthemed=unthemed, unanswered=unanswered)
