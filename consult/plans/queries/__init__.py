"""Reading plans and their commitments; what pages only show is in ``record`` and ``named``, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.organisations.models import Organisation, Standing
from consult.plans.models import Commitment, Milestone, Plan
from consult.plans.queries.known import as_known_on
from consult.plans.queries.named import named_commitment
from consult.plans.queries.record import (
    commitment,
    commitments,
    commitments_kept,
    commitments_led,
    commitments_of_milestones,
    commitments_of_newest_plan,
    commitments_of_texts,
    plans,
)
from consult.shared.text import sort_key
from consult.texts.models import TextVersion

__all__ = [
    "Place",
    "all_commitments",
    "as_known_on",
    "commitment",
    "commitments",
    "commitments_kept",
    "commitments_led",
    "commitments_of_milestones",
    "commitments_of_newest_plan",
    "commitments_of_texts",
    "milestones_by_ids",
    "named_commitment",
    "places",
    "plan_by_slug",
    "plans",
    "published_within",
    "shown_commitments",
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
        Place(row.scope, row.title_ar, row.title_en, open=True)
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


def shown_commitments(session: Session) -> Sequence[Commitment]:
    """Return every commitment that the public reads of with its plan, as ``all_commitments``."""
    return [row for row in all_commitments(session) if row.shown_at is not None]


def published_within(session: Session, *, ids: range) -> Iterator[tuple[str, str, int, datetime, int | None]]:
    """Yield the published versions of these ids, by id, as they are read.

    Each as the plan's slug, the commitment's number, its own, when it was published, and the number of the one before.
    """
    version, earlier = TextVersion, aliased(TextVersion)
    before = select(func.max(earlier.number)).where(
        earlier.text_id == version.text_id,
        earlier.number < version.number,
        earlier.published_at.is_not(None),
    )
    query = (
        select(Plan.slug, Commitment.number, version.number, version.published_at, before.scalar_subquery())
        .join(Commitment, Commitment.text_id == version.text_id)
        .join(Plan)
        .where(version.id.between(ids.start, ids.stop - 1), version.published_at.is_not(None))
    )
    yield from session.execute(query.order_by(version.id).execution_options(yield_per=500))


def milestones_by_ids(session: Session, ids: Iterable[int]) -> dict[int, Milestone]:
    """Return milestones keyed by id."""
    return {row.id: row for row in session.scalars(_MILESTONES, {"ids": list(ids)})}


# Built once: building a statement costs more than sending it.
_PLAN_BY_SLUG = select(Plan).where(Plan.slug == bindparam("slug"))
_MILESTONES = select(Milestone).where(Milestone.id.in_(bindparam("ids", expanding=True)))
