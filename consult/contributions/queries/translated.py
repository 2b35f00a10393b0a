"""Reading staff's translations of contributions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.contributions.models import Translation

_TRANSLATIONS = (
    select(Translation)
    .where(Translation.contribution_id.in_(bindparam("ids", expanding=True)))
    .order_by(Translation.number, Translation.id)
)


def translations(session: Session, *, ids: Iterable[int]) -> dict[int, dict[str, Translation]]:
    """Return the translations that count now of these contributions, by contribution id and language."""
    found: dict[int, dict[str, Translation]] = defaultdict(dict)
    for row in session.scalars(_TRANSLATIONS, {"ids": list(ids)}):
        found[row.contribution_id][row.language] = row
    return found


def translations_of(session: Session, *, contribution_id: int) -> Sequence[Translation]:
    """Return every translation of a contribution that was ever made, oldest first."""
    query = select(Translation).where(Translation.contribution_id == contribution_id)
    return session.scalars(query.order_by(Translation.id)).all()
