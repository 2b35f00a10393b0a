"""What a discarded draft leaves behind once nobody can bring it back: its number, and none of its words."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete, exists, or_, select
from sqlalchemy.orm import Session

from consult.texts import queries
from consult.texts.models import ClauseMapping, ClauseSummary, ClauseText, DroppedClause, TextVersion
from consult.texts.services.discarding import BACK_WITHIN

_WORDS = (ClauseMapping, DroppedClause, ClauseSummary, ClauseText)


def drop_discarded(session: Session, *, now: datetime) -> int:
    """Delete the words of drafts that were discarded more than ``BACK_WITHIN`` ago; return of how many.

    The row of the version stays with its number and its acts, so that numbers mean what they meant. Whoever brings one
    back at this moment is waited for, and keeps it. Drafts without words are passed over, and hold up nobody.
    """
    late = (TextVersion.discarded_at <= now - BACK_WITHIN, TextVersion.published_at.is_(None))
    written = or_(*(exists().where(table.version_id == TextVersion.id) for table in _WORDS))
    rows = session.execute(
        select(TextVersion.id, TextVersion.text_id)
        .where(*late, written)
        .order_by(TextVersion.text_id, TextVersion.id)
    ).all()
    dropped = 0
    for version_id, text_id in rows:
        queries.lock_text(session, text_id)
        there = select(TextVersion.id).where(TextVersion.id == version_id, *late)
        if session.scalar(there) is None:
            continue
        gone = 0
        for table in _WORDS:
            result = session.execute(
                delete(table)
                .where(table.version_id == version_id)
                .returning(table.id)
                .execution_options(synchronize_session=False)
            )
            gone += len(result.all())
        dropped += bool(gone)
    return dropped
