"""Organisations, plans, commitments and their versions."""

from __future__ import annotations

from datetime import UTC, date
from itertools import count

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.consultations import services as consultations
from consult.organisations import services as organisations
from consult.organisations.models import Organisation, OrganisationKind
from consult.plans import services as plans
from consult.plans.models import Commitment, MilestoneStatus, Plan
from consult.plans.services import CommitmentWords, MilestoneWords, PlanWords
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


def commitment(session: Session, lead: Organisation, milestones: int = 2) -> Commitment:
    """Add a plan with one commitment and its milestones."""
    number = 1 + (session.scalar(select(func.max(Plan.number))) or 0)
    plan = plans.add_plan(
        session,
        actor=None,
        now=DRAFTED,
        slug=f"plan-{number}",
        number=number,
        said=PlanWords("خطة", "A plan"),
    )
    made = plans.add_commitment(
        session, actor=None, now=DRAFTED, plan=plan, number="1", position=1,
        said=CommitmentWords("التزام", "A commitment"), lead=lead,
    )  # fmt: skip
    for day in range(1, milestones + 1):
        said = MilestoneWords(
            f"محور {day}", f"Milestone {day}", date(2027, 1, day), MilestoneStatus.NOT_STARTED
        )
        plans.add_milestone(session, actor=None, now=DRAFTED, zone=UTC, commitment=made, said=said)
    session.refresh(made, ["milestones"])
    return made


def wording(number: int, clause_id: int | None = None) -> Wording:
    """Return clause ``number`` in both languages."""
    return Wording(
        clause_id, f"البند {number}", f"Clause {number}", f"نص البند {number}.", f"Text of clause {number}."
    )


def draft_version(
    session: Session, actor: Actor, drafter: Organisation, of: Commitment | Text, clauses: int = 3
) -> TextVersion:
    """Add a draft version of a commitment, or of a text alone, with new clauses."""
    text_id = of.id if isinstance(of, Text) else of.text_id
    version = consultations.begin_text(session, actor=actor, now=DRAFTED, text_id=text_id, drafter=drafter)
    if clauses:
        text_services.save_clauses(
            session, actor=actor, version=version, drafter=drafter,
            clauses=[wording(number) for number in range(1, clauses + 1)],
        )  # fmt: skip
    session.refresh(version, ["clauses"])
    return version
