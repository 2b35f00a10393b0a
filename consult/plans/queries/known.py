"""The plan record as it was known on a day: what had been recorded by then, of what had happened by a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import BindParameter, FromClause, Select, bindparam, inspect, or_, select
from sqlalchemy.orm import Session

from consult.organisations.models import NamedBody, Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentBody,
    CommitmentFact,
    Milestone,
    MilestoneAct,
    MilestoneFact,
    NamedPlan,
    Plan,
    PlanFact,
    RecordedCommitment,
    RecordedMilestone,
)
from consult.plans.policies.progress import declared_delay, is_withdrawn
from consult.plans.queries.held import OF_MILESTONE

_A_DAY = timedelta(days=1)


class KnownCommitment(NamedTuple):
    """A commitment as it was known on a day, with the bodies that led it together with its lead, or supported it."""

    commitment: RecordedCommitment
    supporting: tuple[NamedBody, ...]
    co_leads: tuple[NamedBody, ...]


class KnownPlan(NamedTuple):
    """A plan as it was known on a day, with what was known of its commitments."""

    plan: NamedPlan
    topics_ar: str | None
    topics_en: str | None
    commitments: tuple[KnownCommitment, ...]


def as_known_on(
    session: Session, day: date, *, plan_id: int, zone: tzinfo, about: date | None = None
) -> KnownPlan | None:
    """Return a plan as the rows recorded by the end of ``day`` tell it, or None where nothing was recorded of it yet.

    It is told as it stood at the end of the day ``about``, or of ``day`` where none is given; ``zone`` says when a day
    ends. Milestones are withdrawn and delayed by the acts that were known. Commitments and milestones stand in the
    order of their positions; organisations bear the names of today.
    """
    asked = {
        "plan": plan_id,
        "until": datetime.combine(day + _A_DAY, time(), zone),
        "about": about or day,
    }
    said = session.execute(_PLAN_SAID, asked).all()
    if not said:
        return None
    *named, topics_ar, topics_en = said[-1]
    plan = NamedPlan._make(named)
    bodies = dict(_bodies(session.execute(_BODIES, asked).all()))
    acts: dict[int, list[MilestoneAct]] = defaultdict(list)
    for act in session.scalars(_ACTS, asked):
        acts[act.milestone_id].append(act)
    milestones = _milestones(session.execute(_MILESTONES, asked).all(), acts)
    commitments = []
    for row in _last(session.execute(_COMMITMENTS, asked).all()):
        lead, supporting, co_leads = bodies.get(row[0], (None, (), ()))
        recorded = RecordedCommitment._make((*row, plan, lead, tuple(milestones.get(row[0], ())), True))
        commitments.append(KnownCommitment(recorded, supporting, co_leads))
    return KnownPlan(plan, topics_ar, topics_en, tuple(commitments))


def _last(rows: Iterable[Sequence[Any]]) -> list[Sequence[Any]]:
    """Return the last of the rows that begin with the same id: of each thing its newest fact."""
    return list({row[0]: row for row in rows}.values())


def _milestones(
    rows: Iterable[Sequence[Any]], acts: Mapping[int, Sequence[MilestoneAct]]
) -> dict[int, list[RecordedMilestone]]:
    """Return what was known of milestones by commitment, from rows that end with it and the acts by milestone."""
    found: dict[int, list[RecordedMilestone]] = {}
    for *said, illustrative, commitment_id in _last(rows):
        done = acts.get(said[0], ())
        held = (is_withdrawn(done), declared_delay(done) is not None)
        milestone = RecordedMilestone._make((*said, *held, illustrative, None, None))
        found.setdefault(commitment_id, []).append(milestone)
    return found


def _bodies(
    rows: Iterable[Sequence[Any]],
) -> Iterable[tuple[int, tuple[NamedBody | None, tuple[NamedBody, ...], tuple[NamedBody, ...]]]]:
    """Yield by commitment who led it, who supported it and who led it too, after all that its rows say in turn."""
    for commitment_id, same in groupby(rows, key=itemgetter(0)):
        held: dict[BodyRole, dict[int, NamedBody]] = {role: {} for role in BodyRole}
        for _of, organisation_id, said, holds, *names in same:
            role = BodyRole(said)
            if holds and role is BodyRole.LEAD:
                held[role].clear()
            if holds:
                held[role][organisation_id] = NamedBody._make(names)
            else:
                held[role].pop(organisation_id, None)
        leading = held[BodyRole.LEAD]
        co_leads = tuple(body for each, body in held[BodyRole.CO_LEAD].items() if each not in leading)
        yield commitment_id, (
            next(iter(leading.values()), None), tuple(held[BodyRole.SUPPORTING].values()), co_leads,
        )  # fmt: skip


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_PLAN, _PLAN_FACT = inspect(Plan).local_table, inspect(PlanFact).local_table
_COMMITTED, _COMMITTED_FACT = inspect(Commitment).local_table, inspect(CommitmentFact).local_table
_LAID_DOWN, _LAID_DOWN_FACT = inspect(Milestone).local_table, inspect(MilestoneFact).local_table
_ROLE, _BODY = inspect(CommitmentBody).local_table, inspect(Organisation).local_table
_OF_PLAN: BindParameter[int] = bindparam("plan")


def _known(query: Select[*tuple[Any, ...]], fact: FromClause, *order: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
    """Keep what had been recorded by then, of what had happened by then; the newest of each thing comes last."""
    happened = or_(fact.c.happened_on.is_(None), fact.c.happened_on <= bindparam("about"))
    return query.where(
        fact.c.recorded_at < bindparam("until", type_=fact.c.recorded_at.type), happened
    ).order_by(*order, fact.c.happened_on.asc().nulls_first(), fact.c.recorded_at, fact.c.id)


# Built once: building a statement costs more than sending it.
_PLAN_SAID = _known(
    select(
        *(_PLAN.c[name] for name in ("id", "slug", "number")),
        *(_PLAN_FACT.c[name] for name in ("title_ar", "title_en", "topics_ar", "topics_en")),
    )
    .select_from(_PLAN.join(_PLAN_FACT, _PLAN_FACT.c.plan_id == _PLAN.c.id))
    .where(_PLAN.c.id == _OF_PLAN),
    _PLAN_FACT,
)
_COMMITMENTS = _known(
    select(
        *(_COMMITTED.c[name] for name in ("id", "text_id", "number", "position")),
        *(_COMMITTED_FACT.c[name] for name in RecordedCommitment._fields[4 : RecordedCommitment._fields.index("plan")]),
    )
    .select_from(_COMMITTED.join(_COMMITTED_FACT, _COMMITTED_FACT.c.commitment_id == _COMMITTED.c.id))
    .where(_COMMITTED.c.plan_id == _OF_PLAN),
    _COMMITTED_FACT, _COMMITTED.c.position, _COMMITTED.c.id,
)  # fmt: skip
_MILESTONES = _known(
    select(
        _LAID_DOWN.c.id,
        *(_LAID_DOWN_FACT.c[name] for name in OF_MILESTONE[1:]),
        _LAID_DOWN.c.illustrative,
        _LAID_DOWN.c.commitment_id,
    )
    .select_from(
        _LAID_DOWN.join(_LAID_DOWN_FACT, _LAID_DOWN_FACT.c.milestone_id == _LAID_DOWN.c.id)
        .join(_COMMITTED, _COMMITTED.c.id == _LAID_DOWN.c.commitment_id)
    )
    .where(_COMMITTED.c.plan_id == _OF_PLAN),
    _LAID_DOWN_FACT, _LAID_DOWN.c.commitment_id, _LAID_DOWN.c.position,
)  # fmt: skip
_ACTS = (
    select(MilestoneAct)
    .join(Milestone, Milestone.id == MilestoneAct.milestone_id)
    .join(Commitment, Commitment.id == Milestone.commitment_id)
    .where(
        Commitment.plan_id == _OF_PLAN, MilestoneAct.happened_on <= bindparam("about"),
        MilestoneAct.recorded_at < bindparam("until", type_=MilestoneAct.recorded_at.type),
    )
    .order_by(MilestoneAct.id)
)  # fmt: skip
_BODIES = _known(
    select(
        _ROLE.c.commitment_id, _ROLE.c.organisation_id, _ROLE.c.role, _ROLE.c.holds,
        *(_BODY.c[name] for name in NamedBody._fields),
    )
    .select_from(
        _ROLE.join(_BODY, _BODY.c.id == _ROLE.c.organisation_id)
        .join(_COMMITTED, _COMMITTED.c.id == _ROLE.c.commitment_id)
    )
    .where(_COMMITTED.c.plan_id == _OF_PLAN),
    _ROLE, _ROLE.c.commitment_id,
)  # fmt: skip
