"""Reading the plan record; names and words as plain rows in ``named``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from sqlalchemy import Select, bindparam, func, select, tuple_
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from consult.organisations.models import Organisation, Standing
from consult.plans.models import (
    Clause,
    ClauseDifference,
    ClauseText,
    Commitment,
    CommitmentVersion,
    Milestone,
    Plan,
)
from consult.plans.queries.named import commitments_of_versions, named_commitment, words_of
from consult.shared.text import sort_key

__all__ = [
    "Place",
    "all_commitments",
    "clause_ids",
    "clause_texts",
    "commitment",
    "commitments",
    "commitments_of_newest_plan",
    "commitments_of_versions",
    "differences",
    "drafts_of",
    "highest_version_id",
    "lock_version",
    "milestones_by_ids",
    "named_commitment",
    "neighbours",
    "newest_number",
    "newest_published",
    "places",
    "plan_by_slug",
    "plans",
    "published_version",
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
        for row in session.scalars(select(Plan).order_by(Plan.number.desc()))
    ]
    return {place.scope: place for place in found}


def plans(session: Session) -> Sequence[Plan]:
    """Return all plans with what sources say of them, newest first."""
    return session.scalars(_PLANS).all()


def plan_by_slug(session: Session, slug: str) -> Plan | None:
    """Return a plan with what sources say of it, or None."""
    return session.scalars(_PLAN_BY_SLUG, {"slug": slug}).one_or_none()


def commitments(session: Session, *, plan_id: int) -> Sequence[Commitment]:
    """Return the commitments of a plan with their milestones and labels, by number."""
    return session.scalars(_COMMITMENTS, {"plan": plan_id}).all()


def commitment(session: Session, *, plan_slug: str, number: int) -> Commitment | None:
    """Return one commitment with its plan, milestones and labels, or None."""
    return session.scalars(_COMMITMENT, {"plan": plan_slug, "number": number}).one_or_none()


def commitments_of_newest_plan(session: Session) -> Sequence[Commitment]:
    """Return the commitments of the newest plan that has any, with plan and milestones, by number.

    A plan whose commitments have milestones comes before one that is only a draft of titles.
    """
    return session.scalars(_OF_NEWEST_PLAN).all()


def all_commitments(session: Session) -> Sequence[Commitment]:
    """Return every commitment with its plan, newest plan first, then by number."""
    query = select(Commitment).join(Plan).options(joinedload(Commitment.plan))
    return session.scalars(query.order_by(Plan.number.desc(), Commitment.number)).all()


def published_versions(session: Session, *, commitment_id: int) -> Sequence[CommitmentVersion]:
    """Return the published versions of a commitment, newest first, without their clauses."""
    return session.scalars(_PUBLISHED_VERSIONS, {"commitment": commitment_id}).all()


def published_version(session: Session, *, commitment_id: int, number: int) -> CommitmentVersion | None:
    """Return a published version without its clauses, or None."""
    given = {"commitment": commitment_id, "number": number}
    return session.scalars(_PUBLISHED_VERSION, given).one_or_none()


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


def differences(
    session: Session, *, pairs: Iterable[tuple[int, int]]
) -> dict[tuple[int, int, int], ClauseDifference]:
    """Return what is kept of these pairs of version ids, the earlier first, keyed by both ids and the clause id."""
    rows = session.scalars(_DIFFERENCES, {"pairs": list(pairs)})
    return {(row.from_version_id, row.to_version_id, row.clause_id): row for row in rows}


def published_within(session: Session, *, ids: range) -> Iterator[tuple[str, int, int, datetime, int | None]]:
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


def _of_newest_plan() -> Select[Commitment]:
    under_way = Plan.id.in_(select(Commitment.plan_id).join(Milestone))
    newest = select(Plan.id).where(Plan.id.in_(select(Commitment.plan_id)))
    newest = newest.order_by(under_way.desc(), Plan.number.desc()).limit(1)
    return (
        select(Commitment)
        .options(selectinload(Commitment.milestones), joinedload(Commitment.plan))
        .where(Commitment.plan_id == newest.scalar_subquery())
        .order_by(Commitment.number)
    )


# Built once: building a statement costs more than sending it.
_PLANS = select(Plan).options(selectinload(Plan.statements)).order_by(Plan.number.desc())
_PLAN_BY_SLUG = select(Plan).options(selectinload(Plan.statements)).where(Plan.slug == bindparam("slug"))
_WHOLE_COMMITMENTS = select(Commitment).options(
    selectinload(Commitment.milestones), selectinload(Commitment.labels), joinedload(Commitment.plan)
)
_COMMITMENTS = _WHOLE_COMMITMENTS.where(Commitment.plan_id == bindparam("plan")).order_by(Commitment.number)
_COMMITMENT = _WHOLE_COMMITMENTS.join(Plan).where(
    Plan.slug == bindparam("plan"), Commitment.number == bindparam("number")
)
_OF_NEWEST_PLAN = _of_newest_plan()
_PUBLISHED_OF = (
    CommitmentVersion.commitment_id == bindparam("commitment"),
    CommitmentVersion.published_at.is_not(None),
)
_PUBLISHED_VERSIONS = (
    select(CommitmentVersion).where(*_PUBLISHED_OF).order_by(CommitmentVersion.number.desc())
)
_PUBLISHED_VERSION = select(CommitmentVersion).where(
    *_PUBLISHED_OF, CommitmentVersion.number == bindparam("number")
)
_MILESTONES = select(Milestone).where(Milestone.id.in_(bindparam("ids", expanding=True)))
_DIFFERENCES = (
    select(ClauseDifference)
    .where(
        tuple_(ClauseDifference.from_version_id, ClauseDifference.to_version_id).in_(
            bindparam("pairs", expanding=True)
        )
    )
    .order_by(ClauseDifference.id)
)
