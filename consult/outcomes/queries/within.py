"""Which consultations have an outcome and which themes stand in one, by their ids: for maps of the site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session, aliased

from consult.consultations.models import Consultation
from consult.outcomes.models import Outcome, Theme


def answered_within(session: Session, *, ids: range) -> dict[int, datetime]:
    """Return when the newest outcome of these consultations was published, keyed by the consultation's id."""
    query = select(Outcome.consultation_id, func.max(Outcome.published_at))
    query = query.where(Outcome.consultation_id.between(ids.start, ids.stop - 1))
    return {row[0]: row[1] for row in session.execute(query.group_by(Outcome.consultation_id))}


def themes_within(session: Session, *, ids: range, now: datetime) -> Iterator[tuple[str, int, datetime]]:
    """Yield slug, theme id and publication of the themes of these ids that stand in a consultation's newest outcome.

    One outcome after the other is read, of public consultations alone.
    """
    newer = aliased(Outcome)
    query = (
        select(Consultation.slug, Outcome.published_at, Outcome.content)
        .join(Consultation, Consultation.id == Outcome.consultation_id)
        .where(
            Consultation.announced_at <= now,
            exists().where(
                Theme.consultation_id == Outcome.consultation_id, Theme.id.between(ids.start, ids.stop - 1)
            ),
            ~exists().where(newer.consultation_id == Outcome.consultation_id, newer.number > Outcome.number),
        )
        .order_by(Outcome.id)
    )
    for slug, published_at, content in session.execute(query.execution_options(yield_per=20)):
        yield from ((slug, theme["id"], published_at) for theme in content["themes"] if theme["id"] in ids)


def highest_theme_id(session: Session) -> int:
    """Return the highest id of a theme, 0 where there is none."""
    return session.scalar(select(func.max(Theme.id))) or 0
