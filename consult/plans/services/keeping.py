"""Whose a plan is to keep, held until the transaction ends."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans.models import Plan
from consult.plans.policies import may_keep_plan
from consult.plans.services.recording import held
from consult.shared.errors import NotFoundError


def kept_by(session: Session, actor: Actor, plan_id: int) -> Plan:
    """Return a plan that ``actor`` keeps, held; raise NotFoundError for any other."""
    plan = held(session, Plan, plan_id)
    if not may_keep_plan(actor, plan.scope):
        raise NotFoundError
    return plan
