"""Reading texts: versions with their clauses; what pages only show is in ``rows``, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, selectinload

from consult.texts.models import (
    Clause,
    ClauseSummary,
    ClauseText,
    DiscardedVersion,
    DroppedClause,
    Text,
    TextVersion,
)
from consult.texts.queries.mappings import became, came_from, mapped, origins, standing_before, version_before
from consult.texts.queries.rows import clauses_of, differences, published_versions

__all__ = [
    "became",
    "came_from",
    "clause_ids",
    "clause_texts",
    "clauses_of",
    "differences",
    "discarded",
    "drafts_of",
    "drafts_of_texts",
    "dropped_clauses",
    "highest_version_id",
    "lock_text",
    "mapped",
    "neighbours",
    "newest_number",
    "newest_published",
    "origins",
    "published_versions",
    "standing_before",
    "summaries",
    "text_of",
    "version_before",
    "version_by_id",
    "versions_by_ids",
]


def version_by_id(session: Session, version_id: int) -> TextVersion | None:
    """Return a version, published or draft, with its clauses in order, or None."""
    return session.scalars(_whole_versions().where(TextVersion.id == version_id)).one_or_none()


def summaries(session: Session, *, version_id: int) -> Sequence[ClauseSummary]:
    """Return what stands in plain words beside the clauses of a version, by the clause."""
    query = select(ClauseSummary).where(ClauseSummary.version_id == version_id)
    return session.scalars(query.order_by(ClauseSummary.clause_id)).all()


def lock_text(session: Session, text_id: int) -> None:
    """Hold a text until the transaction ends: who begins, saves or publishes a version of it waits for whoever does."""
    session.execute(select(Text.id).where(Text.id == text_id).with_for_update()).one()


def versions_by_ids(session: Session, ids: Iterable[int]) -> dict[int, TextVersion]:
    """Return versions with their clauses in order, keyed by id."""
    rows = session.scalars(_whole_versions().where(TextVersion.id.in_(list(ids))))
    return {row.id: row for row in rows}


def newest_number(session: Session, *, text_id: int) -> int:
    """Return the highest version number of a text, drafts included; 0 where there is none."""
    query = select(func.max(TextVersion.number)).where(TextVersion.text_id == text_id)
    return session.scalar(query) or 0


def newest_published(session: Session, *, text_id: int) -> TextVersion | None:
    """Return the newest published version of a text with its clauses, or None."""
    query = (
        _whole_versions()
        .where(TextVersion.text_id == text_id, TextVersion.published_at.is_not(None))
        .order_by(TextVersion.number.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def drafts_of(session: Session, *, drafter_ids: Iterable[int]) -> Sequence[TextVersion]:
    """Return the unpublished versions that these organisations draft, newest first."""
    query = (
        _whole_versions()
        .where(TextVersion.drafter_id.in_(list(drafter_ids)), TextVersion.published_at.is_(None))
        .where(TextVersion.discarded_at.is_(None))
        .order_by(TextVersion.id.desc())
    )
    return session.scalars(query).all()


def drafts_of_texts(session: Session, *, text_ids: Iterable[int]) -> Sequence[TextVersion]:
    """Return the unpublished versions of these texts, newest first."""
    query = (
        _whole_versions()
        .where(TextVersion.text_id.in_(list(text_ids)), TextVersion.published_at.is_(None))
        .where(TextVersion.discarded_at.is_(None))
        .order_by(TextVersion.id.desc())
    )
    return session.scalars(query).all()


def discarded(session: Session, *, drafter_ids: Iterable[int], since: datetime) -> list[DiscardedVersion]:
    """Return the drafts of these organisations that were discarded since a moment, the latest first."""
    query = (
        select(*(getattr(TextVersion, name) for name in DiscardedVersion._fields))
        .where(TextVersion.drafter_id.in_(list(drafter_ids)), TextVersion.discarded_at > since)
        .order_by(TextVersion.discarded_at.desc(), TextVersion.id.desc())
    )
    return [DiscardedVersion._make(row) for row in session.execute(query)]


def dropped_clauses(session: Session, *, version_id: int) -> Sequence[DroppedClause]:
    """Return the clauses that were taken out of a draft, by where they stood."""
    query = select(DroppedClause).where(DroppedClause.version_id == version_id)
    return session.scalars(query.order_by(DroppedClause.position, DroppedClause.id)).all()


def clause_texts(session: Session, *, version_id: int) -> dict[int, ClauseText]:
    """Return the clauses of a version, keyed by clause id, in their order."""
    query = select(ClauseText).where(ClauseText.version_id == version_id).order_by(ClauseText.position)
    return {row.clause_id: row for row in session.scalars(query)}


def text_of(session: Session, *, version_id: int) -> int:
    """Return the id of the text that a version is of."""
    return session.scalars(select(TextVersion.text_id).where(TextVersion.id == version_id)).one()


def highest_version_id(session: Session) -> int:
    """Return the highest id of a version, 0 where there is none."""
    return session.scalar(select(func.max(TextVersion.id))) or 0


def neighbours(session: Session, *, text_id: int | None = None) -> list[tuple[int, int]]:
    """Return the ids of each two published versions that follow each other, of one text or of all, in order."""
    query = select(TextVersion.text_id, TextVersion.id).where(TextVersion.published_at.is_not(None))
    if text_id is not None:
        query = query.where(TextVersion.text_id == text_id)
    rows = session.execute(query.order_by(TextVersion.text_id, TextVersion.number)).all()
    return [(a.id, b.id) for a, b in pairwise(rows) if a.text_id == b.text_id]


def clause_ids(session: Session, *, text_id: int) -> set[int]:
    """Return the ids of all clauses that a text has or had."""
    return set(session.scalars(select(Clause.id).where(Clause.text_id == text_id)))


def _whole_versions() -> Select[TextVersion]:
    return select(TextVersion).options(selectinload(TextVersion.clauses))
