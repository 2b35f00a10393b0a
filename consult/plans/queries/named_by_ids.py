"""Plans, commitments and milestones by their ids, as they are named elsewhere: what documents are attached to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from sqlalchemy import FromClause, Select, inspect, or_, select
from sqlalchemy.orm import Session

from consult.plans.models import BodyRole, Commitment, Milestone, NamedCommitment, NamedPlan, Plan
from consult.plans.queries.bodies import in_role


class NamedMilestone(NamedTuple):
    """A milestone, as it is named elsewhere, with its commitment; ``illustrative``: the demonstration invented it."""

    id: int
    title_ar: str
    title_en: str
    commitment: NamedCommitment
    illustrative: bool


def plans_named(
    session: Session, ids: Iterable[int] | None = None, *, shown: bool = False
) -> dict[int, NamedPlan]:
    """Return these plans by their ids, all of them where None; the newest first.

    ``shown`` leaves those that everybody reads.
    """
    query = _only(select(*_PLAN_COLUMNS), _PLANS, ids, shown=shown)
    rows = session.execute(query.order_by(_PLANS.c.number.desc(), _PLANS.c.id.desc()))
    return {row[0]: NamedPlan._make(row) for row in rows}


def commitments_named(
    session: Session,
    ids: Iterable[int] | None = None,
    *,
    lead_ids: Iterable[int] | None = None,
    plan_ids: Iterable[int] = (),
    shown: bool = False,
    limit: int | None = None,
) -> dict[int, NamedCommitment]:
    """Return these commitments by their ids, all of them where None; by plan, the newest first, and position.

    ``lead_ids`` leaves those that one of these bodies leads, alone or with others, and those of ``plan_ids``; ``shown``
    those that everybody reads; ``limit`` no more than the first so many.
    """
    query = select(*_COMMITMENT_COLUMNS, *_PLAN_COLUMNS).select_from(_AT_HOME).order_by(*_IN_ORDER)
    query = _held(_only(query, _COMMITMENTS, ids, shown=shown), lead_ids, plan_ids, BodyRole.CO_LEAD).limit(
        limit
    )
    return {row[0]: _commitment(row) for row in session.execute(query)}


def milestones_named(
    session: Session,
    ids: Iterable[int] | None = None,
    *,
    reporting_ids: Iterable[int] | None = None,
    plan_ids: Iterable[int] = (),
    shown: bool = False,
    limit: int | None = None,
) -> dict[int, NamedMilestone]:
    """Return these milestones by their ids, all of them where None; by commitment and position.

    ``reporting_ids`` leaves those on which one of these bodies reports, because it leads the commitment, and those of
    ``plan_ids``; ``shown`` those of commitments that everybody reads; ``limit`` the first so many.
    """
    own = (_MILESTONES.c.id, _MILESTONES.c.title_ar, _MILESTONES.c.title_en, _MILESTONES.c.illustrative)
    query = (
        select(*own, *_COMMITMENT_COLUMNS, *_PLAN_COLUMNS)
        .select_from(_AT_HOME.join(_MILESTONES, _MILESTONES.c.commitment_id == _COMMITMENTS.c.id))
        .order_by(*_IN_ORDER, _MILESTONES.c.position)
    )
    query = _only(query, _MILESTONES, ids, shown=False)
    query = _held(query, reporting_ids, plan_ids, BodyRole.CO_LEAD)
    if shown:
        query = query.where(_COMMITMENTS.c.shown_at.is_not(None))
    return {
        row[0]: NamedMilestone(row[0], row[1], row[2], _commitment(row[4:]), bool(row[3]))
        for row in session.execute(query.limit(limit))
    }


def _only(query: Select[Any], table: FromClause, ids: Iterable[int] | None, *, shown: bool) -> Select[Any]:
    if ids is not None:
        query = query.where(table.c.id.in_(list(ids)))
    return query.where(table.c.shown_at.is_not(None)) if shown else query


def _held(
    query: Select[Any], body_ids: Iterable[int] | None, plan_ids: Iterable[int], *roles: BodyRole
) -> Select[Any]:
    """Leave what is of these plans, and of commitments that these bodies lead or hold one of the roles in."""
    if body_ids is None:
        return query
    ids, held = list(body_ids), [in_role(role) for role in roles]
    together = [select(each.c.commitment_id).where(each.c.organisation_id.in_(ids)) for each in held]
    return query.where(
        or_(
            _COMMITMENTS.c.plan_id.in_(list(plan_ids)),
            _COMMITMENTS.c.lead_id.in_(ids),
            *(_COMMITMENTS.c.id.in_(each) for each in together),
        )
    )


def _commitment(row: Sequence[Any]) -> NamedCommitment:
    own = len(NamedCommitment._fields) - 1
    return NamedCommitment._make((*row[:own], NamedPlan._make(row[own:])))


_PLANS, _COMMITMENTS = inspect(Plan).local_table, inspect(Commitment).local_table
_MILESTONES = inspect(Milestone).local_table
_PLAN_COLUMNS = [_PLANS.c[name] for name in NamedPlan._fields]
_COMMITMENT_COLUMNS = [_COMMITMENTS.c[name] for name in NamedCommitment._fields[:-1]]
_AT_HOME = _COMMITMENTS.join(_PLANS, _PLANS.c.id == _COMMITMENTS.c.plan_id)
_IN_ORDER = (_PLANS.c.number.desc(), _PLANS.c.id.desc(), _COMMITMENTS.c.position)
