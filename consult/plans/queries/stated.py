"""What sources say of a plan, and the steps of its timeline: all that was recorded, and what of it stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from consult.plans.models import PlanAct, PlanFact, PlanStatement, PlanStep


def every_statement(session: Session, *, plan_id: int) -> Sequence[PlanStatement]:
    """Return all that was recorded of what sources say of a plan, in the order of their positions."""
    query = select(PlanStatement).where(PlanStatement.plan_id == plan_id)
    return session.scalars(query.order_by(PlanStatement.position)).all()


def standing_statements(rows: Iterable[PlanStatement]) -> list[PlanStatement]:
    """Return those that stand, each in the place of the first that it corrects."""
    every = list(rows)
    places = {row.id: row.position for row in every}
    for row in every:
        if row.corrects_id is not None:
            places[row.id] = places[row.corrects_id]
    gone = {row.corrects_id for row in every}
    kept = [row for row in every if row.id not in gone and not row.withdrawn]
    return sorted(kept, key=lambda row: (places[row.id], row.position))


def statement(session: Session, *, plan_id: int, statement_id: int) -> PlanStatement | None:
    """Return one of what sources say of a plan, or None."""
    row = session.get(PlanStatement, statement_id)
    return row if row is not None and row.plan_id == plan_id else None


def now_standing(session: Session, row: PlanStatement) -> PlanStatement | None:
    """Return what stands in the place of a statement now, itself where nothing does; None where it is withdrawn."""
    after = {each.corrects_id: each for each in every_statement(session, plan_id=row.plan_id)}
    while (newer := after.get(row.id)) is not None:
        row = newer
    return None if row.withdrawn else row


def steps(session: Session, *, plan_id: int) -> Sequence[PlanStep]:
    """Return the steps of a plan's timeline, removed ones too, by their first day."""
    query = select(PlanStep).where(PlanStep.plan_id == plan_id)
    return session.scalars(query.order_by(PlanStep.starts_on, PlanStep.id)).all()


def shown_steps(session: Session, *, plan_id: int) -> list[PlanStep]:
    """Return the steps of a plan's timeline that stand, by their first day."""
    return list(session.scalars(_SHOWN_STEPS, {"plan": plan_id}))


def acts_done(session: Session, *, plan_id: int) -> Sequence[PlanAct]:
    """Return what was done with a plan, as it was recorded, oldest first."""
    return session.scalars(_ACTS_DONE, {"plan": plan_id}).all()


def step(session: Session, *, plan_id: int, step_id: int) -> PlanStep | None:
    """Return one step of a plan's timeline, or None."""
    row = session.get(PlanStep, step_id)
    return row if row is not None and row.plan_id == plan_id else None


def now_shown(session: Session, row: PlanStep) -> PlanStep | None:
    """Return what stands in the place of a step now, itself where nothing does; None where it was removed."""
    after = {each.replaces_id: each for each in steps(session, plan_id=row.plan_id)}
    while (newer := after.get(row.id)) is not None:
        row = newer
    return None if row.removed_at is not None else row


def begun_at_desk(session: Session, *, plan_id: int) -> bool:
    """Whether an account recorded the first of what a plan is called: nobody carried it over or loaded it."""
    first = beginning(session, plan_id=plan_id)
    return first is not None and first.recorded_by_id is not None


def beginning(session: Session, *, plan_id: int) -> PlanFact | None:
    """Return the first that was recorded of what a plan is called, None where nothing was."""
    return session.scalars(_FIRST_FACT, {"plan": plan_id}).first()


# Built once: building a statement costs more than sending it.
_SHOWN_STEPS = (
    select(PlanStep)
    .where(PlanStep.plan_id == bindparam("plan"), PlanStep.removed_at.is_(None))
    .order_by(PlanStep.starts_on, PlanStep.id)
)
_ACTS_DONE = select(PlanAct).where(PlanAct.plan_id == bindparam("plan")).order_by(PlanAct.id)
_FIRST_FACT = select(PlanFact).where(PlanFact.plan_id == bindparam("plan")).order_by(PlanFact.id).limit(1)
