"""Reading plans and their texts; what pages only show is in ``record`` and ``named``, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from consult.organisations.models import Organisation, Standing
from consult.plans.models import (
    Clause,
    ClauseText,
    Commitment,
    CommitmentVersion,
    Milestone,
    Plan,
)
from consult.plans.queries.known import as_known_on
from consult.plans.queries.named import (
    clauses_of,
    differences,
    named_commitment,
    words_of,
)
from consult.plans.queries.record import (
    commitment,
    commitments,
    commitments_of_newest_plan,
    labels,
    plans,
    published_versions,
)
from consult.shared.text import sort_key

__all__ = [
    "Place",
    "all_commitments",
    "as_known_on",
    "clause_ids",
    "clause_texts",
    "clauses_of",
    "commitment",
    "commitments",
    "commitments_of_newest_plan",
    "differences",
    "drafts_of",
    "highest_version_id",
    "labels",
    "lock_version",
    "milestones_by_ids",
    "named_commitment",
    "neighbours",
    "newest_number",
    "newest_published",
    "places",
    "plan_by_slug",
    "plans",
    "published_versions",
    "published_within",
    "version_by_id",
    "versions_by_ids",
    "words_of",
]


@dataclass(frozen=True)
class Place:
    """An organisation or plan in which roles can be granted. ``open``: new ones still are."""

    scope: str
    name_ar: str
    name_en: str
    open: bool


def places(session: Session, *, lang: str = "ar") -> dict[str, Place]:
    """Return where roles can be granted beside the whole site, keyed by scope: organisations by name, then plans.

    ``lang`` is the language of the names by which the organisations are ordered; of the plans the newest is first.
    """
    organisations = [
        Place(row.scope, row.name_ar, row.name_en, row.standing == Standing.VERIFIED)
        for row in session.scalars(select(Organisation).order_by(Organisation.id))
    ]
    found = sorted(
        organisations, key=lambda place: sort_key(place.name_ar if lang == "ar" else place.name_en)
    )
    found += [
        Place(f"plan:{row.slug}", row.title_ar, row.title_en, open=True)
        for row in session.scalars(select(Plan).order_by(Plan.number.desc(), Plan.id.desc()))
    ]
    return {place.scope: place for place in found}


def plan_by_slug(session: Session, slug: str) -> Plan | None:
    """Return a plan, or None."""
    return session.scalars(_PLAN_BY_SLUG, {"slug": slug}).one_or_none()


def all_commitments(session: Session) -> Sequence[Commitment]:
    """Return every commitment with its plan, newest plan first, then in its order."""
    query = select(Commitment).join(Plan).options(joinedload(Commitment.plan))
    return session.scalars(
        query.order_by(Plan.number.desc(), Plan.id.desc(), Commitment.position, Commitment.id)
    ).all()


def version_by_id(session: Session, version_id: int) -> CommitmentVersion | None:
    """Return a version, published or draft, with its clauses in order, or None."""
    return session.scalars(_whole_versions().where(CommitmentVersion.id == version_id)).one_or_none()


def lock_version(session: Session, version_id: int) -> None:
    """Hold a version until the transaction ends: who saves its clauses waits for whoever is saving them."""
    session.execute(
        select(CommitmentVersion.id).where(CommitmentVersion.id == version_id).with_for_update()
    ).one()


def versions_by_ids(session: Session, ids: Iterable[int]) -> dict[int, CommitmentVersion]:
    """Return versions with commitment, plan and clauses in order, keyed by id."""
    rows = session.scalars(_whole_versions().where(CommitmentVersion.id.in_(list(ids))))
    return {row.id: row for row in rows}


def newest_number(session: Session, *, commitment_id: int) -> int:
    """Return the highest version number of a commitment, drafts included; 0 where there is none."""
    query = (
        select(CommitmentVersion.number)
        .where(CommitmentVersion.commitment_id == commitment_id)
        .order_by(CommitmentVersion.number.desc())
        .limit(1)
    )
    return session.scalars(query).first() or 0


def newest_published(session: Session, *, commitment_id: int) -> CommitmentVersion | None:
    """Return the newest published version of a commitment with its clauses, or None."""
    query = (
        _whole_versions()
        .where(CommitmentVersion.commitment_id == commitment_id, CommitmentVersion.published_at.is_not(None))
        .order_by(CommitmentVersion.number.desc())
        .limit(1)
    )
    return session.scalars(query).first()


def drafts_of(session: Session, *, drafter_ids: Iterable[int]) -> Sequence[CommitmentVersion]:
    """Return the unpublished versions that these organisations draft, newest first."""
    query = (
        _whole_versions()
        .where(CommitmentVersion.drafter_id.in_(list(drafter_ids)), CommitmentVersion.published_at.is_(None))
        .order_by(CommitmentVersion.id.desc())
    )
    return session.scalars(query).all()


def clause_texts(session: Session, *, version_id: int) -> dict[int, ClauseText]:
    """Return the clauses of a version, keyed by clause id, in their order."""
    query = select(ClauseText).where(ClauseText.version_id == version_id).order_by(ClauseText.position)
    return {row.clause_id: row for row in session.scalars(query)}


def published_within(session: Session, *, ids: range) -> Iterator[tuple[str, str, int, datetime, int | None]]:
    """Yield the published versions of these ids, by id, as they are read.

    Each as the plan's slug, the commitment's number, its own, when it was published, and the number of the one before.
    """
    version, earlier = CommitmentVersion, aliased(CommitmentVersion)
    before = select(func.max(earlier.number)).where(
        earlier.commitment_id == version.commitment_id,
        earlier.number < version.number,
        earlier.published_at.is_not(None),
    )
    query = (
        select(Plan.slug, Commitment.number, version.number, version.published_at, before.scalar_subquery())
        .join(Commitment, Commitment.id == version.commitment_id)
        .join(Plan)
        .where(version.id.between(ids.start, ids.stop - 1), version.published_at.is_not(None))
    )
    yield from session.execute(query.order_by(version.id).execution_options(yield_per=500))


def highest_version_id(session: Session) -> int:
    """Return the highest id of a version, 0 where there is none."""
    return session.scalar(select(func.max(CommitmentVersion.id))) or 0


def neighbours(session: Session, *, commitment_id: int | None = None) -> list[tuple[int, int]]:
    """Return the ids of each two published versions that follow each other, of one commitment or of all, in order."""
    query = select(CommitmentVersion.commitment_id, CommitmentVersion.id)
    query = query.where(CommitmentVersion.published_at.is_not(None))
    if commitment_id is not None:
        query = query.where(CommitmentVersion.commitment_id == commitment_id)
    rows = session.execute(query.order_by(CommitmentVersion.commitment_id, CommitmentVersion.number)).all()
    return [(a.id, b.id) for a, b in pairwise(rows) if a.commitment_id == b.commitment_id]


def clause_ids(session: Session, *, commitment_id: int) -> set[int]:
    """Return the ids of all clauses that a commitment has or had."""
    return set(session.scalars(select(Clause.id).where(Clause.commitment_id == commitment_id)))


def milestones_by_ids(session: Session, ids: Iterable[int]) -> dict[int, Milestone]:
    """Return milestones keyed by id."""
    return {row.id: row for row in session.scalars(_MILESTONES, {"ids": list(ids)})}


def _whole_versions() -> Select[CommitmentVersion]:
    return select(CommitmentVersion).options(
        selectinload(CommitmentVersion.clauses),
        joinedload(CommitmentVersion.commitment).joinedload(Commitment.plan),
        joinedload(CommitmentVersion.commitment).selectinload(Commitment.milestones),
    )


# Built once: building a statement costs more than sending it.
_PLAN_BY_SLUG = select(Plan).where(Plan.slug == bindparam("slug"))
_MILESTONES = select(Milestone).where(Milestone.id.in_(bindparam("ids", expanding=True)))
