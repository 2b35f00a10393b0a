"""The voices that a moderator puts under themes: found by place, clause and word, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from hashlib import sha256

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, aliased, joinedload

from consult.contributions.models import Contribution, Status
from consult.moderation.queries import Wanted, in_order, narrowed
from consult.outcomes.models import OPEN, Placement, ThemeAssignment
from consult.outcomes.queries.counting import under_no_theme
from consult.outcomes.queries.preparing import SHOWN

UNTHEMED = 0


def to_sort(
    session: Session, *, consultation_id: int, place: int | None, wanted: Wanted, limit: int = SHOWN
) -> Sequence[Contribution]:
    """Return published voices: those under the theme ``place``, under none (``UNTHEMED``), or wherever (None)."""
    query = narrowed(_standing(consultation_id, place), wanted, consultation_id)
    found = in_order(query, wanted, limit).options(joinedload(Contribution.organisation))
    return session.scalars(found).all()


def how_many_to_sort(session: Session, *, consultation_id: int, place: int | None, wanted: Wanted) -> int:
    """Return how many voices ``to_sort`` finds on all its pages."""
    rows = narrowed(_standing(consultation_id, place), wanted, consultation_id).subquery()
    return session.scalar(select(func.count()).select_from(rows)) or 0


def reply_counts(session: Session, *, ids: Iterable[int]) -> dict[int, int]:
    """Return how many replies that are shown stand directly below each of these contributions."""
    reply = aliased(Contribution)
    query = (
        select(reply.parent_id, func.count())
        .where(reply.parent_id.in_(list(ids)), reply.status == Status.PUBLISHED, reply.counts_as_voice)
        .group_by(reply.parent_id)
    )
    return {parent: number for parent, number in session.execute(query) if parent is not None}


def assignments(session: Session, *, ids: Iterable[int]) -> Sequence[ThemeAssignment]:
    """Return the rows by which these contributions stand under themes themselves, oldest first."""
    query = select(ThemeAssignment).where(ThemeAssignment.contribution_id.in_(list(ids)))
    return session.scalars(query.order_by(ThemeAssignment.id)).all()


def own_places(session: Session, *, ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the themes that these contributions were put under themselves, the primary one first."""
    query = select(ThemeAssignment).where(ThemeAssignment.contribution_id.in_(list(ids)))
    found: dict[int, list[int]] = {}
    for row in session.scalars(query.order_by(ThemeAssignment.is_primary.desc(), ThemeAssignment.theme_id)):
        found.setdefault(row.contribution_id, []).append(row.theme_id)
    return found


def placing_mark(session: Session, *, ids: Iterable[int]) -> str:
    """Return 16 hex digits that tell where these contributions stand: others as soon as one of them was moved."""
    wanted = sorted(ids)
    places = own_places(session, ids=wanted)
    return sha256(repr([(number, places.get(number, [])) for number in wanted]).encode()).hexdigest()[:16]


def _standing(consultation_id: int, place: int | None) -> Select[Contribution]:
    query = select(Contribution).where(
        Contribution.consultation_id == consultation_id,
        Contribution.status == Status.PUBLISHED,
        Contribution.counts_as_voice,
    )
    if place is None:
        return query
    if place == UNTHEMED:
        return query.where(under_no_theme())
    there = select(Placement.contribution_id).where(Placement.theme_id == place, Placement.until == OPEN)
    return query.where(Contribution.id.in_(there))
