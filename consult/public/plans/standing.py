"""Where a plan stands, what was done with it, and what comes next: from its acts and the steps of its timeline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from consult.plans.models import PlanActKind, PlanStep
from consult.plans.policies import missed_since, plan_state, recorded_from_beginning
from consult.plans.queries.stated import acts_done, beginning, begun_at_desk, shown_steps
from consult.public.plans.presenters import Words, worded
from consult.shared.state import PlanState
from consult.web import dates
from consult.web.labels import label
from consult.web.locale import language
from consult.web.settings import settings


@dataclass(frozen=True, slots=True)
class ActRow:
    """Something that was done with the plan, on a day, with its reason."""

    text: str
    day: str
    iso: str
    reason: Words


@dataclass(frozen=True, slots=True)
class StepRow:
    """A step of the timeline; ``missed`` is the day by which its own was to be published, where it was not."""

    title: Words
    days: str
    iso: str
    how: Words
    co_creation: bool
    known: str
    missed: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a plan stands, None where nothing was recorded of it; what was done, newest first; what comes next.

    ``unannounced`` is the day by which co-creation was to be on the timeline, where it is not there and has come.
    """

    state: str | None
    acts: list[ActRow]
    steps: list[StepRow]
    notice_days: int
    unannounced: str | None


def standing_of(session: Session, plan_id: int, opened: datetime | None, now: datetime) -> Standing:
    """Return where a plan stands and what comes next; ``opened`` is when the first consultation about it opens."""
    lang, acts = language(), acts_done(session, plan_id=plan_id)
    state = plan_state(PlanActKind(act.kind) for act in acts)
    steps = shown_steps(session, plan_id=plan_id)
    # Of plans that stood before acts were recorded, and of those that were loaded, nobody said where they stand.
    known = bool(acts or steps) or begun_at_desk(session, plan_id=plan_id)
    named = any(row.co_creation for row in steps)
    drafted = known and state is PlanState.DRAFTING
    return Standing(
        state=label("plan-state", state) if known else None,
        acts=[
            ActRow(
                label("plan-act", act.kind), dates.day(act.happened_on), act.happened_on.isoformat(),
                worded(lang, act.reason_ar, act.reason_en),
            )
            for act in reversed(acts)
        ],
        steps=[_step(row, lang) for row in steps],
        notice_days=settings().notice_days,
        unannounced=_unannounced(opened, now) if drafted and not named else None,
    )  # fmt: skip


def kept_from_beginning(session: Session, plan_id: int) -> bool:
    """Return whether the record of a plan began here before the plan was adopted.

    Of one of which nothing was done or announced here, it did where an account began it.
    """
    acts, first = acts_done(session, plan_id=plan_id), beginning(session, plan_id=plan_id)
    if first is None:
        return False
    if not acts:
        return first.recorded_by_id is not None or bool(shown_steps(session, plan_id=plan_id))
    done = [(PlanActKind(act.kind), act.happened_on) for act in acts]
    return recorded_from_beginning(done, dates.local(first.recorded_at).date())


def _unannounced(opened: datetime | None, now: datetime) -> str | None:
    if opened is None:
        return None
    due = dates.local(opened).date() - timedelta(days=settings().notice_days)
    return dates.day(due) if dates.local(now).date() > due else None


def _step(row: PlanStep, lang: str) -> StepRow:
    missed = missed_since(row, dates.site_zone(), settings().notice_days) if row.co_creation else None
    return StepRow(
        title=worded(lang, row.title_ar, row.title_en), days=dates.span(row.starts_on, row.ends_on),
        iso=row.starts_on.isoformat(), how=worded(lang, row.how_ar, row.how_en), co_creation=row.co_creation,
        known=dates.day(row.known_since), missed=dates.day(missed) if missed else None,
    )  # fmt: skip
