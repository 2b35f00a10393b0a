"""Plans that are begun at the desk, and those who keep them."""

from __future__ import annotations

from datetime import date
from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.plans import services
from consult.plans.models import Plan
from consult.plans.services import PlanWords, Statement, StepWords
from tests.factories.moments import DRAFTED
from tests.factories.people import person

_NUMBERS = count(700)


def keeper(session: Session) -> Actor:
    """Return a new coordinator of the site."""
    return person(session, (Role.COORDINATOR, SITE))


def plan(session: Session, *, shown: bool = True) -> Plan:
    """Add a plan."""
    number = next(_NUMBERS)
    return services.add_plan(
        session, actor=None, now=DRAFTED, slug=f"plan-{number}", number=number,
        said=PlanWords(f"الخطة {number}", f"Plan number {number}"), shown=shown,
    )  # fmt: skip


def recorded(session: Session, of: Plan) -> dict[str, object]:
    """Let a source say something of a plan and a step stand on its timeline; return their ids by their names."""
    who = keeper(session)
    said = services.put_statement(
        session, actor=None, now=DRAFTED, plan=of, said=Statement("مصدر", "A source", start_year=2026, end_year=2028)
    )  # fmt: skip
    step = services.add_step(
        session, actor=who, now=DRAFTED, plan_id=of.id,
        said=StepWords("خطوة", "A step", starts_on=date(2026, 9, 1)),
    )  # fmt: skip
    return {"statement_id": said.id, "step_id": step.id}
