"""The plan record as plain rows: plans with what sources say of them, commitments with their milestones, versions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Select, and_, bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.organisations.models import NamedBody, Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    Milestone,
    NamedPlan,
    Plan,
    PlanLevel,
    PlanStatement,
    RecordedCommitment,
    RecordedMilestone,
    Stated,
    StatedPlan,
)
from consult.plans.queries.bodies import in_role
from consult.plans.queries.held import adopted_plan, of_milestone, reported_on


def plans(session: Session) -> list[StatedPlan]:
    """Return the plans that the public reads of with what sources say of them, the nation's first."""
    rows = session.execute(_PLANS).all()
    return [
        StatedPlan._make((*own[: len(_PLAN_OWN)], tuple(_stated(of))))
        for own, of in ((found[0], found) for found in _together(rows))
    ]


def commitments(session: Session, *, plan_id: int) -> list[RecordedCommitment]:
    """Return the commitments of a plan that the public reads of, with their milestones, by number."""
    return _commitments(session.execute(_OF_PLAN, {"plan": plan_id}).all())


def commitment(session: Session, *, plan_slug: str, number: str) -> RecordedCommitment | None:
    """Return one commitment that the public reads of, with its plan and milestones, or None."""
    rows = session.execute(_ONE, {"plan": plan_slug, "number": number}).all()
    return next(iter(_commitments(rows)), None)


def commitments_of_newest_plan(session: Session) -> list[RecordedCommitment]:
    """Return the commitments of the newest plan that has any, with plan and milestones, by number.

    A plan that was adopted comes before a draft, then one whose commitments have milestones before one of titles.
    """
    return _commitments(session.execute(_OF_NEWEST_PLAN).all())


def commitments_led(session: Session, *, slugs: Iterable[str]) -> list[RecordedCommitment]:
    """Return the commitments that the bodies with these slugs lead, alone or with others, the newest plan's first.

    Only those that the public reads of.
    """
    return _commitments(session.execute(_LED, {"bodies": sorted(set(slugs))}).all())


def commitments_kept(session: Session, *, slugs: Iterable[str] | None) -> list[RecordedCommitment]:
    """Return the commitments of the plans with these slugs, of all where None, that the public reads of, by plan."""
    if slugs is None:
        return _commitments(session.execute(_EVERY).all())
    return _commitments(session.execute(_KEPT, {"plans": sorted(set(slugs))}).all())


def commitments_of_milestones(
    session: Session, milestone_ids: Iterable[int]
) -> dict[int, RecordedCommitment]:
    """Return the commitments of these milestones, each with all that it has, keyed by milestone id."""
    wanted = sorted(set(milestone_ids))
    found = _commitments(session.execute(_OF_MILESTONES, {"milestones": wanted}).all()) if wanted else []
    return {row.id: each for each in found for row in each.milestones if row.id in wanted}


def commitments_of_texts(session: Session, text_ids: Iterable[int]) -> dict[int, RecordedCommitment]:
    """Return the commitments whose texts these are, with plan and milestones, keyed by text id."""
    wanted = sorted(set(text_ids))
    found = _commitments(session.execute(_OF_TEXTS, {"texts": wanted}).all()) if wanted else []
    return {row.text_id: row for row in found}


def _together(rows: Iterable[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    """Yield the rows that begin with the same id and follow each other."""
    for _id, found in groupby(rows, key=itemgetter(0)):
        yield list(found)


def _stated(rows: Iterable[Sequence[Any]]) -> Iterator[Stated]:
    for row in rows:
        if row[len(_PLAN_OWN)] is not None:
            yield Stated._make(row[len(_PLAN_OWN) :])


def _commitments(rows: Iterable[Sequence[Any]]) -> list[RecordedCommitment]:
    """Return commitments from rows that hold one milestone each, or none."""
    found, plan = [], None
    for same in _together(rows):
        first = same[0]
        if plan is None or plan.id != first[_HOME]:
            plan = NamedPlan._make(first[_HOME:_LEAD])
        milestones = tuple(RecordedMilestone._make(row[_LAID:]) for row in same if row[_LAID] is not None)
        lead = NamedBody._make(first[_LEAD : _LAID - 1]) if first[_LEAD] is not None else None
        own = (*first[:_HOME], plan, lead, milestones, bool(first[_LAID - 1]))
        found.append(RecordedCommitment._make(own))
    return found


# On the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_PLAN, _STATED = inspect(Plan).local_table, inspect(PlanStatement).local_table
_COMMITTED, _LAID_DOWN = inspect(Commitment).local_table, inspect(Milestone).local_table
_BODY = inspect(Organisation).local_table
_SHOWN = _COMMITTED.c.shown_at.is_not(None)
_CORRECTING = _STATED.alias()
_STANDS = (
    ~_STATED.c.withdrawn,
    ~select(_CORRECTING.c.id).where(_CORRECTING.c.corrects_id == _STATED.c.id).exists(),
)
_NAMES = [_BODY.c[name] for name in NamedBody._fields]
_PLAN_OWN = StatedPlan._fields[:-1]
# Where in the row of a commitment its plan begins, the body that carries it out, and, after whether its milestones are
# to be reported on, its milestone.
_HOME = RecordedCommitment._fields.index("plan")
_LEAD = _HOME + len(NamedPlan._fields)
_LAID = _LEAD + len(NamedBody._fields) + 1


def _recorded() -> Select[*tuple[Any, ...]]:
    at_home = _COMMITTED.join(_PLAN, _PLAN.c.id == _COMMITTED.c.plan_id)
    led = at_home.outerjoin(_BODY, _BODY.c.id == _COMMITTED.c.lead_id)
    return (
        select(
            *(_COMMITTED.c[name] for name in RecordedCommitment._fields[:_HOME]),
            *(_PLAN.c[name] for name in NamedPlan._fields),
            *_NAMES,
            reported_on(_COMMITTED.c.id),
            *of_milestone(_LAID_DOWN),
        )
        .select_from(led.outerjoin(_LAID_DOWN, _LAID_DOWN.c.commitment_id == _COMMITTED.c.id))
        .order_by(_COMMITTED.c.position, _COMMITTED.c.id, _LAID_DOWN.c.position)
    )


def _of_newest_plan() -> Select[*tuple[Any, ...]]:
    under_way = _PLAN.c.id.in_(select(_COMMITTED.c.plan_id).where(_SHOWN).join(_LAID_DOWN))
    with_any = _PLAN.c.id.in_(select(_COMMITTED.c.plan_id).where(_SHOWN))
    newest = select(_PLAN.c.id).where(with_any, _PLAN.c.level == PlanLevel.NATIONAL.value)
    newest = newest.order_by(
        adopted_plan(_PLAN.c.id).desc(), under_way.desc(), _PLAN.c.number.desc(), _PLAN.c.id.desc()
    ).limit(1)
    return _recorded().where(_SHOWN, _COMMITTED.c.plan_id == newest.scalar_subquery())


# Built once: building a statement costs more than sending it.
_PLANS = (
    select(*(_PLAN.c[name] for name in _PLAN_OWN), *(_STATED.c[name] for name in Stated._fields))
    .select_from(_PLAN.outerjoin(_STATED, and_(_STATED.c.plan_id == _PLAN.c.id, *_STANDS)))
    .where(_PLAN.c.shown_at.is_not(None))
    .order_by(_PLAN.c.level.desc(), _PLAN.c.number.desc(), _PLAN.c.id.desc(), _STATED.c.position)
)
_OF_PLAN = _recorded().where(_SHOWN, _COMMITTED.c.plan_id == bindparam("plan"))
# The newest plan first, each in its own order.
_BY_PLAN = (
    _PLAN.c.number.desc(), _PLAN.c.id.desc(), _COMMITTED.c.position, _COMMITTED.c.id, _LAID_DOWN.c.position,
)  # fmt: skip
_EVERY = _recorded().where(_SHOWN).order_by(None).order_by(*_BY_PLAN)
_KEPT = _EVERY.where(_PLAN.c.slug.in_(bindparam("plans", expanding=True)))
_OF_TEXTS = _recorded().where(_COMMITTED.c.text_id.in_(bindparam("texts", expanding=True)))
_ONE = _recorded().where(
    _SHOWN, _PLAN.c.slug == bindparam("plan"), _COMMITTED.c.number == bindparam("number")
)
_OF_NEWEST_PLAN = _of_newest_plan()
_JOINT = in_role(BodyRole.CO_LEAD)
_LEADING = select(_BODY.c.id).where(_BODY.c.slug.in_(bindparam("bodies", expanding=True)))
_LED_TOGETHER = select(_JOINT.c.commitment_id).where(_JOINT.c.organisation_id.in_(_LEADING))
_LED = (
    _recorded()
    .where(_SHOWN, _COMMITTED.c.lead_id.in_(_LEADING) | _COMMITTED.c.id.in_(_LED_TOGETHER))
    .order_by(None)
    .order_by(*_BY_PLAN)
)
_WITH_MILESTONES = select(Milestone.commitment_id).where(
    Milestone.id.in_(bindparam("milestones", expanding=True))
)
_OF_MILESTONES = _recorded().where(_COMMITTED.c.id.in_(_WITH_MILESTONES))
