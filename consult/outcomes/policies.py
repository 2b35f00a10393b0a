"""When a consultation is accounted for: pure, over what the queries found."""

from __future__ import annotations

from dataclasses import dataclass

from consult.outcomes.models import Theme


@dataclass(frozen=True)
class Coverage:
    """What is accounted for. ``unthemed`` is a number, ``unthemed_references`` its first fifty.

    ``held`` are the first references of what waits for a moderator's decision: nobody would answer it.
    """

    published: int
    unthemed: int
    unthemed_references: tuple[str, ...]
    unanswered: tuple[Theme, ...]
    empty: tuple[Theme, ...]
    changed_twice: tuple[int, ...]
    grown: tuple[Theme, ...] = ()
    held: tuple[str, ...] = ()

    @property
    def themed(self) -> int:
        """How many published contributions stand under a theme."""
        return self.published - self.unthemed

    @property
    def complete(self) -> bool:
        """Whether nothing stands in the way of publishing."""
        missing = self.unthemed or self.unanswered or self.empty or self.changed_twice or self.grown
        return not (missing or self.held)


def is_answered(theme: Theme) -> bool:
    """Whether a working theme has a response with an outcome and a reason in both languages."""
    response = theme.response
    return response is not None and bool(response.outcome and response.reason_ar and response.reason_en)


def grown_by(theme: Theme, voices: int, placed: int) -> int:
    """Return how many of the ``voices`` under an answered theme came since somebody looked at its answer.

    ``placed`` of them were put there since, which a number alone does not say: others may have gone meanwhile.
    """
    return max(placed, voices - theme.response.looked_voices) if theme.response else 0
