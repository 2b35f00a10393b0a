"""Where plans and commitments stand, and what a commitment promises: rows that were added, read in their order."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session, aliased, contains_eager, selectinload

from consult.organisations.models import Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentAct,
    CommitmentActKind,
    CommitmentBody,
    CommitmentFact,
    CommitmentTemplate,
    Plan,
    PlanAct,
    PlanActKind,
    PlanFact,
    PlanStatement,
    RecordedCommitment,
)
from consult.plans.policies import commitment_state, plan_state, standing_acts
from consult.plans.policies.progress import reporting_state
from consult.plans.queries.held import brought_along
from consult.shared.state import CommitmentState, PlanState


class DeskPlanPlace(NamedTuple):
    """Where a plan stands in the desk's list: those of the highest number first."""

    number: int
    id: int


def plans_at_desk(
    session: Session, *, begun: DeskPlanPlace | None = None, limit: int | None = None
) -> Sequence[Plan]:
    """Return all plans, shown or not, the highest number first."""
    place = (-Plan.number, -Plan.id)
    query = select(Plan).order_by(*place)
    if begun is not None:
        query = query.where(
            (Plan.number < begun.number) | ((Plan.number == begun.number) & (Plan.id < begun.id))
        )
    return session.scalars(query.limit(limit)).all()


def plan_acts(session: Session, *, plan_id: int) -> Sequence[PlanAct]:
    """Return what was done with a plan, as it was recorded, oldest first."""
    return session.scalars(select(PlanAct).where(PlanAct.plan_id == plan_id).order_by(PlanAct.id)).all()


def plan_state_of(session: Session, *, plan_id: int) -> PlanState:
    """Return where a plan stands."""
    return plan_state(PlanActKind(act.kind) for act in plan_acts(session, plan_id=plan_id))


def plan_states(session: Session, plan_ids: Iterable[int]) -> dict[int, PlanState]:
    """Return where these plans stand, keyed by id; drafting where nothing was done yet."""
    ids = list(plan_ids)
    query = select(PlanAct.plan_id, PlanAct.kind).where(PlanAct.plan_id.in_(ids)).order_by(PlanAct.id)
    kinds: dict[int, list[PlanActKind]] = defaultdict(list)
    for plan_id, kind in session.execute(query):
        kinds[plan_id].append(PlanActKind(kind))
    return {plan_id: plan_state(kinds[plan_id]) for plan_id in ids}


def owing(session: Session, rows: Sequence[RecordedCommitment]) -> list[RecordedCommitment]:
    """Return the commitments of which a word can be owed: those that are followed, of plans that have not ended."""
    states = plan_states(session, {row.plan.id for row in rows}) if rows else {}
    return [row for row in rows if row.adopted and states[row.plan.id] is not PlanState.ENDED]


def newest_plan_fact(session: Session, *, plan_id: int) -> int:
    """Return the id of what was recorded last of a plan's words: whoever saves has seen it."""
    return session.scalar(select(func.max(PlanFact.id)).where(PlanFact.plan_id == plan_id)) or 0


def newest_fact_day(session: Session, *, commitment_id: int) -> date | None:
    """Return the last day of which anything is recorded of a commitment's words; None where no day is known."""
    return session.scalar(
        select(func.max(CommitmentFact.happened_on)).where(CommitmentFact.commitment_id == commitment_id)
    )


def plan_years(session: Session, *, plan_id: int) -> tuple[int, int] | None:
    """Return the first and the last year that any source gives for a plan's period; None where none does."""
    correcting = aliased(PlanStatement)
    first, last = session.execute(
        select(func.min(PlanStatement.start_year), func.max(PlanStatement.end_year)).where(
            PlanStatement.plan_id == plan_id,
            ~PlanStatement.withdrawn,
            ~select(correcting.id).where(correcting.corrects_id == PlanStatement.id).exists(),
        )
    ).one()
    return (first, last) if first is not None and last is not None else None


def commitments_at_desk(session: Session, *, plan_id: int) -> Sequence[Commitment]:
    """Return the commitments of a plan, shown or not, in their order."""
    query = select(Commitment).where(Commitment.plan_id == plan_id)
    return session.scalars(query.order_by(Commitment.position, Commitment.id)).all()


def commitment_at_desk(session: Session, *, plan_slug: str, number: str) -> Commitment | None:
    """Return a commitment with its plan and milestones, shown or not, or None."""
    query = (
        select(Commitment)
        .join(Plan)
        .where(Plan.slug == plan_slug, Commitment.number == number)
        .options(contains_eager(Commitment.plan), selectinload(Commitment.milestones))
    )
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def commitment_acts(session: Session, *, commitment_id: int) -> Sequence[CommitmentAct]:
    """Return what was done with a commitment, as it was recorded, oldest first."""
    return session.scalars(_COMMITMENT_ACTS, {"commitment": commitment_id}).all()


def commitment_act_by_id(session: Session, act_id: int) -> CommitmentAct | None:
    """Return an act on a commitment, or None."""
    return session.get(CommitmentAct, act_id)


def commitment_states(session: Session, commitment_ids: Iterable[int]) -> dict[int, CommitmentState | None]:
    """Return where these commitments stand by their acts, keyed by id; None where none holds that was recorded of one.

    Whoever shows where one stands asks ``reporting_states``, which knows of those that the record brought along.
    """
    ids = list(commitment_ids)
    query = select(CommitmentAct.commitment_id, CommitmentAct.kind)
    kinds: dict[int, list[CommitmentActKind]] = defaultdict(list)
    for commitment_id, kind in session.execute(
        query.where(CommitmentAct.commitment_id.in_(ids)).order_by(CommitmentAct.id)
    ):
        kinds[commitment_id].append(CommitmentActKind(kind))
    return {each: commitment_state(kinds[each]) if standing_acts(kinds[each]) else None for each in ids}


def reporting_states(session: Session, commitment_ids: Iterable[int]) -> dict[int, CommitmentState]:
    """Return where these commitments stand, keyed by id, as ``policies.progress.reporting_state`` says it."""
    states = commitment_states(session, commitment_ids)
    bare = [each for each, state in states.items() if state is None]
    query = select(Commitment.id).where(Commitment.id.in_(bare), brought_along(_COMMITTED.c.id))
    along = set(session.scalars(query)) if bare else set()
    return {each: reporting_state(state, brought_along=each in along) for each, state in states.items()}


def state_after(session: Session, *, commitment_id: int, acts: Iterable[CommitmentAct]) -> CommitmentState:
    """Return where a commitment stands, as ``reporting_states``, once its ``acts`` were read, oldest first."""
    kinds = [CommitmentActKind(act.kind) for act in acts]
    if standing_acts(kinds):
        return commitment_state(kinds)
    return reporting_state(None, brought_along=came_along(session, commitment_id=commitment_id))


def came_along(session: Session, *, commitment_id: int) -> bool:
    """Whether the record brought a commitment along: no account began it."""
    query = select(Commitment.id).where(Commitment.id == commitment_id, brought_along(_COMMITTED.c.id))
    return session.scalar(query) is not None


def commitment_by_id(session: Session, commitment_id: int) -> Commitment | None:
    """Return a commitment with its plan, shown or not, or None."""
    return session.get(Commitment, commitment_id, options=[selectinload(Commitment.plan)])


def template_of(session: Session, *, commitment_id: int) -> CommitmentTemplate | None:
    """Return what a commitment promises, as it was recorded last; None where nothing was yet."""
    return session.scalars(_TEMPLATE, {"commitment": commitment_id}).one_or_none()


class BodyFact(NamedTuple):
    """That a body took a role in a commitment, or gave it up where it no longer ``holds`` it."""

    organisation: Organisation
    role: str
    holds: bool
    happened_on: date | None
    reason_ar: str | None
    reason_en: str | None
    meeting_ar: str | None
    meeting_en: str | None


def bodies_of(session: Session, *, commitment_id: int) -> list[BodyFact]:
    """Return which bodies took and gave up roles in a commitment, in the order in which it happened."""
    return [
        BodyFact(
            body, fact.role, fact.holds, fact.happened_on, fact.reason_ar, fact.reason_en, fact.meeting_ar,
            fact.meeting_en,
        )
        for fact, body in session.execute(_BODIES, {"commitment": commitment_id})
    ]  # fmt: skip


def holding(facts: Iterable[BodyFact], role: BodyRole) -> list[Organisation]:
    """Return the bodies that hold a role in a commitment now, in the order in which they came."""
    held: dict[int, Organisation] = {}
    for fact in facts:
        if fact.role != role:
            continue
        if role is BodyRole.LEAD and fact.holds:
            held.clear()
        held.pop(fact.organisation.id, None)
        if fact.holds:
            held[fact.organisation.id] = fact.organisation
    return list(held.values())


_COMMITTED = inspect(Commitment).local_table
# Built once: building a statement costs more than sending it.
_COMMITMENT_ACTS = (
    select(CommitmentAct)
    .where(CommitmentAct.commitment_id == bindparam("commitment"))
    .order_by(CommitmentAct.id)
)
_TEMPLATE = (
    select(CommitmentTemplate)
    .where(CommitmentTemplate.commitment_id == bindparam("commitment"))
    .order_by(CommitmentTemplate.id.desc())
    .limit(1)
)
_BODIES = (
    select(CommitmentBody, Organisation)
    .join(Organisation, Organisation.id == CommitmentBody.organisation_id)
    .where(CommitmentBody.commitment_id == bindparam("commitment"))
    .order_by(CommitmentBody.happened_on.asc().nulls_first(), CommitmentBody.recorded_at, CommitmentBody.id)
)
