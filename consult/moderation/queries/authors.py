"""What moderators learn of a voice's author, whom nobody names: what became of their other voices there, in numbers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, aliased

from consult.contributions.models import Contribution


def fates(session: Session, *, contribution_ids: Sequence[int]) -> dict[int, Counter[str]]:
    """Return how many voices the authors of these have in the same consultation, by status, by the voices' ids.

    A voice itself is counted with them. Of one whose author is destroyed nothing is known.
    """
    if not contribution_ids:
        return {}
    others = aliased(Contribution)
    query = (
        select(Contribution.id, others.status, func.count())
        .join(others, (others.author_id == Contribution.author_id) & others.counts_as_voice)
        .where(
            others.consultation_id == Contribution.consultation_id, Contribution.id.in_(contribution_ids),
            Contribution.counts_as_voice,
        )
        .group_by(Contribution.id, others.status)
        .order_by(Contribution.id, others.status)
    )  # fmt: skip
    found: dict[int, Counter[str]] = defaultdict(Counter)
    for contribution_id, status, number in session.execute(query):
        found[contribution_id][status] = number
    return found
