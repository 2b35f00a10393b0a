"""What a commitment promises with all that was done with it and marked of it, in one statement."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import BindParameter, bindparam, func, literal, or_, select, true, union_all
from sqlalchemy.orm import Session, aliased

from consult.documents.models import Document
from consult.organisations.models import Organisation
from consult.plans.models import (
    Commitment,
    CommitmentAct,
    CommitmentCarry,
    CommitmentLabel,
    CommitmentTemplate,
    CommitmentTick,
    Milestone,
    MilestoneAct,
    Plan,
    ProgressUpdate,
    Rewording,
)
from consult.plans.queries.held import adopted_on, first_year
from consult.plans.queries.progress import Began, Followed, together


class Carried(NamedTuple):
    """A commitment of another plan that this one carries on, or, where not ``earlier``, that carries this one on."""

    earlier: bool
    commitment: Commitment
    plan: Plan


class Promised(NamedTuple):
    """What stands of a commitment: its newest template, its acts, oldest first, its ticks, what it carries on.

    ``labels`` is what it is sorted under, each as family and code; ``followed`` what was reported of its milestones and
    done with them, by milestone id; ``began`` the first year of its plan, and when it, or else that, was adopted;
    ``rewordings`` which adopted words were changed, oldest first, those of milestones too; ``deliverables`` what
    milestones deliver, in Arabic and English, by id, of those that say it.
    """

    template: CommitmentTemplate | None
    acts: list[CommitmentAct]
    ticks: list[CommitmentTick]
    carried: list[Carried]
    labels: list[tuple[str, str]]
    followed: dict[int, Followed]
    began: Began
    rewordings: list[Rewording]
    deliverables: dict[int, tuple[str, str]]


def promised(session: Session, *, commitment_id: int) -> Promised:
    """Return what a commitment promises, and what was done with it and marked of it."""
    rows = session.execute(_PROMISED, {"commitment": commitment_id}).all()
    acts: list[CommitmentAct | None] = [row[1] for row in rows]
    ticks: list[CommitmentTick | None] = [row[2] for row in rows]
    found: list[tuple[CommitmentCarry | None, Commitment, Plan]] = [(row[3], row[4], row[5]) for row in rows]
    carries = [(carry, other, plan) for carry, other, plan in found if carry is not None]
    labels: list[CommitmentLabel | None] = [row[6] for row in rows]
    return Promised(
        rows[0][0] if rows else None, [act for act in acts if act is not None],
        standing_ticks(tick for tick in ticks if tick is not None), _standing(carries, commitment_id),
        [(label.family, label.code) for label in labels if label is not None],
        together((row[7], row[8], row[9], row[10]) for row in reversed(rows)),
        (rows[0][11], rows[0][12]) if rows else (None, None),
        [each for each in (row[13] for row in rows) if each is not None],
        {row[14]: (row[15] or "", row[16] or "") for row in rows if row[14] is not None},
    )  # fmt: skip


def ticks_of(session: Session, *, commitment_id: int) -> Sequence[CommitmentTick]:
    """Return every tick of a commitment's tests and every one taken away, oldest first."""
    query = select(CommitmentTick).where(CommitmentTick.commitment_id == commitment_id)
    return session.scalars(query.order_by(CommitmentTick.id)).all()


def standing_ticks(ticks: Iterable[CommitmentTick]) -> list[CommitmentTick]:
    """Return the ticks that stand, of rows that come oldest first."""
    newest = {tick.test: tick for tick in ticks}
    return [tick for tick in newest.values() if tick.ticked]


def carries(session: Session, *, from_id: int, into_id: int) -> bool:
    """Whether a commitment carries on another now."""
    query = select(CommitmentCarry.holds).where(
        CommitmentCarry.from_id == from_id, CommitmentCarry.into_id == into_id
    )
    return bool(session.scalars(query.order_by(CommitmentCarry.id.desc()).limit(1)).first())


def carried_into(session: Session, *, commitment_id: int) -> set[int]:
    """Return the ids of all commitments that carry one on now, itself or by way of others; in no order."""
    found: set[int] = set()
    step = {commitment_id}
    while step:
        query = select(CommitmentCarry).where(CommitmentCarry.from_id.in_(step)).order_by(CommitmentCarry.id)
        newest = {(row.from_id, row.into_id): row.holds for row in session.scalars(query)}
        step = {into for (_from, into), holds in newest.items() if holds} - found
        found |= step
    return found


def commitments_elsewhere(session: Session, *, plan_id: int) -> Sequence[tuple[Commitment, Plan]]:
    """Return the commitments of all other plans, the newest plan first, each plan's in their order."""
    query = (
        select(Commitment, Plan)
        .join(Plan, Plan.id == Commitment.plan_id)
        .where(Commitment.plan_id != plan_id)
        .order_by(Plan.id.desc(), Commitment.position, Commitment.id)
    )
    return [(row[0], row[1]) for row in session.execute(query)]


def _standing(rows: Iterable[tuple[CommitmentCarry, Commitment, Plan]], commitment_id: int) -> list[Carried]:
    newest = {(carry.from_id, carry.into_id): (carry, other, plan) for carry, other, plan in rows}
    return [
        Carried(carry.into_id == commitment_id, other, plan)
        for carry, other, plan in newest.values()
        if carry.holds
    ]


# Built once: building a statement costs more than sending it.
_THIS: BindParameter[int] = bindparam("commitment")
_OWN = select(Milestone.id).where(Milestone.commitment_id == _THIS)
_MARKS = union_all(
    select(literal("act").label("kind"), CommitmentAct.id.label("id")).where(
        CommitmentAct.commitment_id == _THIS
    ),
    select(literal("tick"), CommitmentTick.id).where(CommitmentTick.commitment_id == _THIS),
    select(literal("carry"), CommitmentCarry.id).where(
        or_(CommitmentCarry.from_id == _THIS, CommitmentCarry.into_id == _THIS)
    ),
    select(literal("label"), CommitmentLabel.id).where(CommitmentLabel.commitment_id == _THIS),
    select(literal("update"), ProgressUpdate.id).where(ProgressUpdate.milestone_id.in_(_OWN)),
    select(literal("milestone act"), MilestoneAct.id).where(MilestoneAct.milestone_id.in_(_OWN)),
    select(literal("words"), Rewording.id).where(Rewording.commitment_id == _THIS),
    select(literal("milestone"), Milestone.id).where(
        Milestone.commitment_id == _THIS,
        or_(Milestone.deliverable_ar.is_not(None), Milestone.deliverable_en.is_not(None)),
    ),
).subquery()
_OTHER = aliased(Commitment)
_NEWEST = select(func.max(CommitmentTemplate.id)).where(CommitmentTemplate.commitment_id == _THIS)
_PROMISED = (
    select(
        CommitmentTemplate,
        CommitmentAct,
        CommitmentTick,
        CommitmentCarry,
        _OTHER,
        Plan,
        CommitmentLabel,
        ProgressUpdate,
        Organisation,
        Document,
        MilestoneAct,
        first_year(_THIS),
        adopted_on(_THIS),
        Rewording,
        Milestone.id,
        Milestone.deliverable_ar,
        Milestone.deliverable_en,
    )
    .select_from(Commitment)
    .outerjoin(CommitmentTemplate, CommitmentTemplate.id == _NEWEST.scalar_subquery())
    .outerjoin(_MARKS, true())
    .outerjoin(CommitmentAct, (_MARKS.c.kind == "act") & (CommitmentAct.id == _MARKS.c.id))
    .outerjoin(CommitmentTick, (_MARKS.c.kind == "tick") & (CommitmentTick.id == _MARKS.c.id))
    .outerjoin(CommitmentCarry, (_MARKS.c.kind == "carry") & (CommitmentCarry.id == _MARKS.c.id))
    .outerjoin(
        _OTHER,
        (_OTHER.id != _THIS)
        & or_(_OTHER.id == CommitmentCarry.from_id, _OTHER.id == CommitmentCarry.into_id),
    )
    .outerjoin(Plan, Plan.id == _OTHER.plan_id)
    .outerjoin(CommitmentLabel, (_MARKS.c.kind == "label") & (CommitmentLabel.id == _MARKS.c.id))
    .outerjoin(ProgressUpdate, (_MARKS.c.kind == "update") & (ProgressUpdate.id == _MARKS.c.id))
    .outerjoin(Organisation, Organisation.id == ProgressUpdate.organisation_id)
    .outerjoin(Document, Document.id == ProgressUpdate.document_id)
    .outerjoin(MilestoneAct, (_MARKS.c.kind == "milestone act") & (MilestoneAct.id == _MARKS.c.id))
    .outerjoin(Rewording, (_MARKS.c.kind == "words") & (Rewording.id == _MARKS.c.id))
    .outerjoin(Milestone, (_MARKS.c.kind == "milestone") & (Milestone.id == _MARKS.c.id))
    .where(Commitment.id == _THIS)
    .order_by(_MARKS.c.kind, _MARKS.c.id)
)
