"""What the acts on plans, commitments and milestones come to, said to the database: as ``policies`` say it of rows."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, FromClause, and_, case, func, or_, select
from sqlalchemy.orm import aliased

from consult.plans.models import (
    Commitment,
    CommitmentAct,
    CommitmentActKind,
    CommitmentFact,
    MilestoneAct,
    MilestoneActKind,
    PlanAct,
    PlanActKind,
    PlanStatement,
    RecordedMilestone,
)

# What stands in the row of a milestone; what was done with it follows.
OF_MILESTONE = RecordedMilestone._fields[: RecordedMilestone._fields.index("withdrawn")]
_DELAYS = (MilestoneActKind.DELAYED.value, MilestoneActKind.DELAY_ENDED.value)


def of_milestone(table: FromClause) -> list[ColumnElement[Any]]:
    """Return the columns of ``RecordedMilestone``, from the table of milestones or what stands for it."""
    held = [withdrawn(table.c.id), delayed(table.c.id)]
    return [*(table.c[name] for name in OF_MILESTONE), *held, table.c.illustrative, *began(table)]


def began(table: FromClause) -> list[ColumnElement[Any]]:
    """Return when the plan began and was adopted of which a milestone is, where it has no beginning and no word."""
    bare = and_(table.c.starts_on.is_(None), table.c.as_of.is_(None))
    return [case((bare, said(table.c.commitment_id)), else_=None) for said in (first_year, adopted_on)]


def first_year(commitment_id: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the first year that any source gives for the plan of a commitment."""
    stated, correcting, of = aliased(PlanStatement), aliased(PlanStatement), aliased(Commitment)
    return (
        select(func.min(stated.start_year))
        .join(of, of.plan_id == stated.plan_id)
        .where(
            of.id == commitment_id,
            ~stated.withdrawn,
            ~select(correcting.id).where(correcting.corrects_id == stated.id).exists(),
        )
        .scalar_subquery()
    )


def adopted_on(commitment_id: ColumnElement[int]) -> ColumnElement[Any]:
    """Return the day on which a commitment was adopted last, else that on which its plan was."""
    act, plan_act, of = aliased(CommitmentAct), aliased(PlanAct), aliased(Commitment)
    own = select(func.max(act.happened_on)).where(
        act.commitment_id == commitment_id, act.kind == CommitmentActKind.ADOPTED.value
    )
    plans = (
        select(func.max(plan_act.happened_on))
        .join(of, of.plan_id == plan_act.plan_id)
        .where(of.id == commitment_id, plan_act.kind == PlanActKind.ADOPTED.value)
    )
    return func.coalesce(own.scalar_subquery(), plans.scalar_subquery())


def adopted_plan(plan_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether more was done with a plan than was taken back: the first act is that it is adopted."""
    taken_back = case((PlanAct.kind == PlanActKind.TAKEN_BACK.value, -1), else_=1)
    of_plan = select(func.sum(taken_back)).where(PlanAct.plan_id == plan_id).scalar_subquery()
    return func.coalesce(of_plan, 0) > 0


def reported_on(commitment_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether a commitment is followed, as ``policies.progress.is_followed``: adopted last, or brought along."""
    act, later = aliased(CommitmentAct), aliased(CommitmentAct)
    back = CommitmentActKind.TAKEN_BACK.value
    since = select(func.sum(case((later.kind == back, -1), else_=1))).where(
        later.commitment_id == act.commitment_id, later.id > act.id
    )
    # As many acts since as were taken back since: it is the last that holds.
    last = (
        select(act.kind)
        .where(
            act.commitment_id == commitment_id,
            act.kind != back,
            func.coalesce(since.scalar_subquery(), 0) == 0,
        )
        .order_by(act.id.desc())
        .limit(1)
    )
    held = func.coalesce(last.scalar_subquery(), "")
    return or_(and_(held == "", brought_along(commitment_id)), held == CommitmentActKind.ADOPTED.value)


def were_adopted(commitment_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether the words of a commitment were ever adopted, by an act or because the record brought it along."""
    act = aliased(CommitmentAct)
    by_act = select(act.id).where(
        act.commitment_id == commitment_id, act.kind == CommitmentActKind.ADOPTED.value
    )
    return or_(by_act.exists(), brought_along(commitment_id))


def brought_along(commitment_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether no account began a commitment: its first fact came with the record."""
    fact = aliased(CommitmentFact)
    first = select(fact.recorded_by_id).where(fact.commitment_id == commitment_id).order_by(fact.id).limit(1)
    return first.scalar_subquery().is_(None)


def withdrawn(milestone_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether a milestone was withdrawn."""
    act, back = aliased(MilestoneAct), aliased(MilestoneAct)
    return (
        select(act.id)
        .where(
            act.milestone_id == milestone_id,
            act.kind == MilestoneActKind.WITHDRAWN.value,
            ~select(back.id).where(back.takes_back_id == act.id).exists(),
        )
        .exists()
    )


def delayed(milestone_id: ColumnElement[int]) -> ColumnElement[bool]:
    """Say whether a delay of a milestone was declared last, and not that it ended."""
    act, back = aliased(MilestoneAct), aliased(MilestoneAct)
    last = (
        select(act.kind)
        .where(
            and_(act.milestone_id == milestone_id, act.kind.in_(_DELAYS)),
            ~select(back.id).where(back.takes_back_id == act.id).exists(),
        )
        .order_by(act.id.desc())
        .limit(1)
    )
    return func.coalesce(last.scalar_subquery(), "") == MilestoneActKind.DELAYED.value
