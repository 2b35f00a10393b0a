"""Which of the clauses of a text stand in the way of publishing it."""

from __future__ import annotations

from collections.abc import Sequence

from consult.shared.errors import DomainError


def unfinished_problem(version_id: int, places: Sequence[int], field: str | None = None) -> DomainError:
    """Return the problem that clauses are not whole in both languages; ``version`` is whose they are."""
    return DomainError(
        "text-unfinished", field=field, version=version_id, clauses=" · ".join(map(str, places))
    )
