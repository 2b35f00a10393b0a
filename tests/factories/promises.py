"""Plans and commitments as the desk keeps them: drafts that nobody sees, and all that one needs to be submitted."""

from __future__ import annotations

from datetime import UTC, date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans import services
from consult.plans.models import Commitment, Family, MilestoneStatus, Plan, PlanLevel
from consult.plans.services import CommitmentWords, MilestoneWords, PlanWords, Template
from tests.factories.moments import DRAFTED
from tests.factories.people import person

TODAY = DRAFTED.date()
WHOLE = Template(
    problem_ar="مشكلة", problem_en="A problem", what_ar="وعد", how_en="How", participation_ar="نسأل الناس قبل القرار",
    contact_name_ar="مكتب الخطة", contact_email="office@example.org",
)  # fmt: skip
DELIVERED = MilestoneWords(
    "صفحة", "A page", date(2027, 12, 31), MilestoneStatus.NOT_STARTED, starts_on=date(2027, 1, 1),
    deliverable_ar="صفحة تعمل",
)  # fmt: skip


def coordinator(session: Session, scope: str = SITE) -> Actor:
    """Return a coordinator of the site, or of one plan."""
    return person(session, (Role.COORDINATOR, scope))


def begun_plan(session: Session, by: Actor) -> Plan:
    """Begin a national plan at the desk."""
    number = 1 + (session.scalar(select(func.max(Plan.number))) or 0)
    return services.begin_plan(
        session, actor=by, now=DRAFTED, slug=f"plan-{number}", number=number, level=PlanLevel.NATIONAL, body_id=None,
        said=PlanWords("خطة", "A plan"),
    )  # fmt: skip


def begun(session: Session, by: Actor, lead: Organisation, plan: Plan | None = None) -> Commitment:
    """Begin a commitment at the desk, with nothing but its number, its title and who leads it."""
    return services.begin_commitment(
        session, actor=by, now=DRAFTED, plan_id=(plan or begun_plan(session, by)).id, number="1",
        said=CommitmentWords("التزام", "A commitment"), lead=lead,
    )  # fmt: skip


def written(session: Session, by: Actor, of: Commitment) -> Commitment:
    """Write all that a commitment needs to be submitted."""
    services.save_template(
        session, actor=by, now=DRAFTED, commitment_id=of.id, template=WHOLE,
        labels={Family.CHALLENGE: ["integrity"], Family.AREA: []}, seen=0,
    )  # fmt: skip
    services.save_milestone(
        session, actor=by, now=DRAFTED, zone=UTC, commitment_id=of.id, milestone_id=None, said=DELIVERED
    )
    return of
