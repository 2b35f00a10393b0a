"""What can stand against placing voices and publishing an outcome."""

from __future__ import annotations

from consult.shared.errors import DomainError


class MovedMeanwhileError(DomainError):
    """Somebody else moved contributions since the page was shown on which they were picked."""

    def __init__(self) -> None:
        """Stand at no field: where they stand now is shown beside what was chosen."""
        super().__init__("moved-meanwhile")


class NotAccountedError(DomainError):
    """Something is still unanswered; ``queries.coverage`` lists it."""

    def __init__(self, *, unthemed: int, unanswered: int) -> None:
        """Keep how many contributions have no theme, and how many themes no answer."""
        super().__init__("not-accounted", unthemed=unthemed, unanswered=unanswered)
