"""The timeline of what comes next in the making of a plan: steps are published, corrected, removed and put back."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans.models import Plan, PlanStep
from consult.plans.queries import stated as queries
from consult.plans.services.keeping import kept_by
from consult.plans.services.words import MAX_NAME
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title, has_words


@dataclass(frozen=True)
class StepWords:
    """What a step is called, its days, and how to take part in it; ``co_creation``: the public begins with it."""

    title_ar: str = ""
    title_en: str = ""
    how_ar: str = ""
    how_en: str = ""
    starts_on: date | None = None
    ends_on: date | None = None
    co_creation: bool = False


def add_step(session: Session, *, actor: Actor, now: datetime, plan_id: int, said: StepWords) -> PlanStep:
    """Publish a step; the same sent again is the same step. Raises what is wrong at each field."""
    plan, said = kept_by(session, actor, plan_id), _tidy(said)
    check_step(said)
    for row in queries.steps(session, plan_id=plan.id):
        if row.removed_at is None and _says(row, said):
            return row
    return put_step(session, actor=actor, now=now, plan=plan, said=said)


def correct_step(
    session: Session, *, actor: Actor, now: datetime, plan_id: int, step_id: int, said: StepWords
) -> PlanStep:
    """Put another in the place of a step. A first day that stays has been known since it was published.

    Raises ``edited-meanwhile`` where it was corrected or removed since, unless the same stands in its place.
    """
    plan, said = kept_by(session, actor, plan_id), _tidy(said)
    before = _of(session, plan, step_id)
    check_step(said)
    if before.removed_at is not None:
        every = queries.steps(session, plan_id=plan.id)
        after = next((row for row in every if row.replaces_id == before.id), None)
        if after is not None and after.removed_at is None and _says(after, said):
            return after
        raise DomainError("edited-meanwhile")
    if _says(before, said):
        raise DomainError("nothing-changed")
    before.removed_at = now
    session.flush()
    return put_step(session, actor=actor, now=now, plan=plan, said=said, replaces=before)


def remove_step(session: Session, *, actor: Actor, now: datetime, plan_id: int, step_id: int) -> None:
    """Take a step off the timeline; it can be put back. Removing again changes nothing."""
    plan = kept_by(session, actor, plan_id)
    step = _of(session, plan, step_id)
    if step.removed_at is None:
        step.removed_at = now
        _tell(session, actor, now, plan, step, "removed")


def restore_step(session: Session, *, actor: Actor, now: datetime, plan_id: int, step_id: int) -> None:
    """Put a removed step back, unless another stands in its place. Putting back again changes nothing."""
    plan = kept_by(session, actor, plan_id)
    step = _of(session, plan, step_id)
    if step.removed_at is None:
        return
    if any(row.replaces_id == step.id for row in queries.steps(session, plan_id=plan.id)):
        raise DomainError("edited-meanwhile")
    step.removed_at = None
    _tell(session, actor, now, plan, step, "restored")


def put_step(
    session: Session, *, actor: Actor | None, now: datetime, plan: Plan, said: StepWords,
    replaces: PlanStep | None = None,
) -> PlanStep:  # fmt: skip
    """Add a step that its rules allow, and tell the log."""
    same_day = replaces is not None and replaces.starts_on == said.starts_on
    step = PlanStep(
        plan_id=plan.id, **asdict(said), published_at=now,
        known_since=replaces.known_since if replaces is not None and same_day else now,
        replaces_id=replaces.id if replaces else None, recorded_by_id=actor.user_id if actor else None,
    )  # fmt: skip
    session.add(step)
    session.flush()
    _tell(session, actor, now, plan, step, "corrected" if replaces else "published")
    return step


def check_step(said: StepWords) -> None:
    """Raise what is wrong with a step, each at its field."""
    titles = {
        name: value
        for name, value in (("title_ar", said.title_ar), ("title_en", said.title_en))
        if has_words(value)
    }
    ways = {name: value for name, value in (("how_ar", said.how_ar), ("how_en", said.how_en)) if value}
    problems = [] if titles else [DomainError("write-either", field="title_ar")]
    problems += problems_of_words(titles, most=MAX_NAME) + problems_of_words(ways)
    if said.starts_on is None:
        problems.append(DomainError("date-unreadable", field="starts_on"))
    elif said.ends_on is not None and said.ends_on < said.starts_on:
        problems.append(DomainError("end-before-start", field="ends_on"))
    raise_any(problems)


def _of(session: Session, plan: Plan, step_id: int) -> PlanStep:
    step = queries.step(session, plan_id=plan.id, step_id=step_id)
    if step is None:
        raise NotFoundError
    return step


def _tidy(said: StepWords) -> StepWords:
    return replace(
        said, title_ar=clean_title(said.title_ar), title_en=clean_title(said.title_en), how_ar=clean(said.how_ar),
        how_en=clean(said.how_en),
    )  # fmt: skip


def _says(row: PlanStep, said: StepWords) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(said).items())


def _tell(
    session: Session, actor: Actor | None, now: datetime, plan: Plan, step: PlanStep, what: str
) -> None:
    append(
        session, now=now, kind="plan-step", subject=f"plan/{plan.slug}",
        role=Role.COORDINATOR.value if actor else "operator",
        details={"step": step.id, "what": what, "starts_on": step.starts_on.isoformat()},
    )  # fmt: skip
