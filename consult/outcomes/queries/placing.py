"""Where voices stand by what they and those above them were put under, and where they are kept to stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy import Select, func, select, union
from sqlalchemy.orm import Session, aliased

from consult.contributions.models import Contribution, Status
from consult.outcomes.models import OPEN, Outcome, Placement, Theme, ThemeAssignment


class Place(NamedTuple):
    """That a voice stands under a theme."""

    contribution_id: int
    theme_id: int
    is_primary: bool


def due_places(session: Session, *, among: Select[int]) -> set[Place]:
    """Return where the shown voices ``among`` these ids stand.

    A reply without a place of its own has its parent's, and where that has none either, the grandparent's.
    """
    parent = aliased(Contribution)
    own, inherited, inherited_twice = (aliased(ThemeAssignment) for _ in range(3))
    theme_id = func.coalesce(own.theme_id, inherited.theme_id, inherited_twice.theme_id)
    query = (
        select(
            Contribution.id,
            theme_id,
            func.coalesce(own.is_primary, inherited.is_primary, inherited_twice.is_primary),
        )
        .outerjoin(own, own.contribution_id == Contribution.id)
        .outerjoin(parent, (parent.id == Contribution.parent_id) & (Contribution.depth > 1))
        .outerjoin(inherited, (inherited.contribution_id == Contribution.parent_id) & own.id.is_(None))
        .outerjoin(
            inherited_twice,
            (inherited_twice.contribution_id == parent.parent_id) & own.id.is_(None) & inherited.id.is_(None),
        )
        .where(Contribution.id.in_(among), theme_id.is_not(None))
        .where(Contribution.status == Status.PUBLISHED, Contribution.counts_as_voice)
    )
    return {Place._make(row) for row in session.execute(query)}


def kept_places(session: Session, *, among: Select[int]) -> set[Place]:
    """Return where the voices ``among`` these ids stand now, as it is kept."""
    query = select(Placement.contribution_id, Placement.theme_id, Placement.is_primary)
    rows = session.execute(query.where(Placement.contribution_id.in_(among), Placement.until == OPEN))
    return {Place._make(row) for row in rows}


def with_replies(ids: Iterable[int]) -> Select[int]:
    """Return the query for the ids of these contributions and of all that was said below them."""
    first = list(ids)
    below = select(Contribution.id).where(Contribution.parent_id.in_(first))
    deeper = select(Contribution.id).where(Contribution.parent_id.in_(below))
    every = union(select(Contribution.id).where(Contribution.id.in_(first)), below, deeper).subquery()
    return select(every.c.id)


def itself(contribution_id: int) -> Select[int]:
    """Return the query for one contribution's id."""
    return select(Contribution.id).where(Contribution.id == contribution_id)


def said_in(consultation_id: int) -> Select[int]:
    """Return the query for the ids of all that was said in a consultation."""
    return select(Contribution.id).where(Contribution.consultation_id == consultation_id)


def next_number(session: Session, *, consultation_id: int) -> int:
    """Return the number of the outcome that would be published next."""
    query = select(func.max(Outcome.number)).where(Outcome.consultation_id == consultation_id)
    return 1 + (session.scalar(query) or 0)


def themed_consultations(session: Session) -> list[int]:
    """Return the ids of the consultations that have themes, in their order."""
    query = select(Theme.consultation_id).distinct().order_by(Theme.consultation_id)
    return list(session.scalars(query))
