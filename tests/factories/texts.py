"""Organisations, plans, commitments and their versions."""

from __future__ import annotations

from datetime import date
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations import services as organisations
from consult.organisations.models import Organisation, OrganisationKind
from consult.plans import services as plans
from consult.plans.models import Commitment, MilestoneStatus, Plan
from consult.texts import services as text_services
from consult.texts.models import Text, TextVersion
from consult.texts.services import Wording
from tests.factories.moments import DRAFTED

_NUMBERS = count(1)


def organisation(
    session: Session, slug: str = "", kind: OrganisationKind = OrganisationKind.AGENCY
) -> Organisation:
    """Add an organisation; without a slug it gets a new one."""
    slug = slug or f"body-{next(_NUMBERS)}"
    return organisations.add(session, now=DRAFTED, slug=slug, kind=kind, name=(f"جهة {slug}", f"Body {slug}"))


def commitment(session: Session, lead: Organisation) -> Commitment:
    """Add a plan with one commitment and two milestones."""
    number = 1 + (session.scalar(select(func.max(Plan.number))) or 0)
    plan = Plan(slug=f"plan-{number}", number=number, title_ar="خطة", title_en="A plan")
    session.add(plan)
    session.flush()
    made = Commitment(
        plan_id=plan.id,
        plan=plan,
        text=Text(),
        number="1",
        position=1,
        title_ar="التزام",
        title_en="A commitment",
        lead_id=lead.id,
    )
    session.add(made)
    session.flush()
    for day in (1, 2):
        plans.add_milestone(
            session, commitment=made, title=(f"محور {day}", f"Milestone {day}"), due_on=date(2027, 1, day),
            status=MilestoneStatus.NOT_STARTED,
        )  # fmt: skip
    session.refresh(made, ["milestones"])
    return made


def wording(number: int, clause_id: int | None = None) -> Wording:
    """Return clause ``number`` in both languages."""
    return Wording(
        clause_id, f"البند {number}", f"Clause {number}", f"نص البند {number}.", f"Text of clause {number}."
    )


def draft_version(
    session: Session, actor: Actor, drafter: Organisation, of: Commitment, clauses: int = 3
) -> TextVersion:
    """Add a draft version of a commitment with new clauses."""
    version = text_services.draft_version(
        session, actor=actor, now=DRAFTED, text_id=of.text_id, drafter=drafter
    )
    if clauses:
        text_services.save_clauses(
            session, actor=actor, version=version, drafter=drafter,
            clauses=[wording(number) for number in range(1, clauses + 1)],
        )  # fmt: skip
    session.refresh(version, ["clauses"])
    return version
