"""What was done with the demonstration's plans, and what comes next: told among all else that happened."""

from __future__ import annotations

from datetime import date, datetime, time
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.moments import Moments
from consult.commands.demonstration.story import Story
from consult.plans.models import Plan, PlanActKind
from consult.plans.queries import plan_by_slug
from consult.plans.services import StepWords, act_on_plan, add_step

_NOON = time(12)


def tell_plans(
    session: Session, story: Story, *, actor: Actor, moments: Moments, begun: datetime, zone: ZoneInfo
) -> None:
    """Let the plans be adopted, refreshed and ended, each on its day, and the steps of their timelines be published.

    What happened before the demonstration begins is recorded at its beginning.
    """
    for given in read("plans"):
        plan = plan_by_slug(session, given["slug"])
        if plan is None:
            continue
        for act in given["acts"]:
            at = max(begun, datetime.combine(date.fromisoformat(act["on"]), _NOON, zone))
            if at <= moments.now:
                story.add(at, partial(_act, session, actor, plan, act, at=at, zone=zone))
        for step in given["steps"]:
            at = max(begun, moments.working(step["published"]))
            story.add(at, partial(_publish, session, actor, plan, step, at=at, moments=moments))


def _act(session: Session, actor: Actor, plan: Plan, given: Content, *, at: datetime, zone: ZoneInfo) -> None:
    act_on_plan(
        session, actor=actor, now=at, zone=zone, plan_id=plan.id, kind=PlanActKind(given["kind"]),
        happened_on=date.fromisoformat(given["on"]), reason=pair(given["reason"]),
    )  # fmt: skip


def _publish(
    session: Session, actor: Actor, plan: Plan, given: Content, *, at: datetime, moments: Moments
) -> None:
    said = StepWords(
        *pair(given["title"]), *pair(given["how"]), moments.working(given["starts"]).date(),
        moments.working(given["ends"]).date() if given["ends"] else None, given["co_creation"],
    )  # fmt: skip
    add_step(session, actor=actor, now=at, plan_id=plan.id, said=said)
