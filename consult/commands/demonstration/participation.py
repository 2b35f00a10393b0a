"""On which level people took part: in a plan, as a source says it, and in a consultation, as its body says it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.commands.demonstration.consultation import Consulted, Stage
from consult.commands.demonstration.content import Content, pair, read
from consult.commands.demonstration.story import Story
from consult.documents.models import Attached
from consult.documents.queries import Subject, attached_to
from consult.participation.models import Process
from consult.participation.services import Said, say_of_consultation, say_of_plan
from consult.plans.queries import plan_by_slug

# After the document that shows it was added.
_WHEN = time(10)
_A_DAY = timedelta(days=1)


def tell_participation(
    session: Session, story: Story, *, actor: Actor, begun: datetime, zone: ZoneInfo
) -> None:
    """Let it be said of each plan of which a source says anything; what was before the beginning is said at it."""
    for given in read("participation"):
        at = max(begun, datetime.combine(date.fromisoformat(given["on"]), _WHEN, zone))
        story.add(at, partial(_say, session, actor, given, at=at))


def _say(session: Session, actor: Actor, given: Content, *, at: datetime) -> None:
    plan = plan_by_slug(session, given["plan"])
    if plan is None:
        raise RuntimeError("the plan is not among the plans")
    subject = Subject(Attached.PLAN.value, plan.id)
    documents = attached_to(session, [subject])[subject]
    shows = next(row.id for row in documents if row.kind == given["document"])
    evidence_ar, evidence_en = pair(given["evidence"])
    said = Said(reached=given["reached"], evidence_ar=evidence_ar, evidence_en=evidence_en, document_id=shows)
    say_of_plan(
        session, actor=actor, now=at, plan_id=plan.id, process=Process(given["process"]), said=said, seen=0
    )  # fmt: skip


def tell_reached(stage: Stage, consulted: Consulted) -> None:
    """Let a consultation's body say, on the day after its answer, which level was reached, where it does."""
    given = consulted.given.get("reached")
    if given is None:
        return
    at = stage.moments.working(consulted.given["dates"]["answered"]) + _A_DAY
    evidence_ar, evidence_en = pair(given["evidence"])
    said = Said(reached=given["level"], evidence_ar=evidence_ar, evidence_en=evidence_en)
    act = partial(
        say_of_consultation, stage.session, actor=stage.people.roles["officer"], now=at,
        consultation_id=consulted.consultation.id, said=said, seen=0,
    )  # fmt: skip
    stage.story.add(at, act)
