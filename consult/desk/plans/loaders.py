"""Which plans and commitments are whose at the desk: missing and forbidden are one and the same 404."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor, has_right
from consult.accounts.policies.permissions import Act
from consult.plans.models import Commitment, Plan
from consult.plans.policies import may_on_commitment
from consult.plans.queries import plan_by_slug
from consult.plans.queries.scopes import scopes_of
from consult.plans.queries.standing import commitment_at_desk
from consult.web.access import or_404


def read_plan(session: Session, slug: str) -> Plan:
    """Return the plan of that slug, shown or not; all of the desk may read of it."""
    return or_404(plan_by_slug(session, slug))


def kept_plan(session: Session, actor: Actor, slug: str, act: Act = Act.KEEP_PLAN) -> Plan:
    """Return the plan of that slug; 404 where ``act`` is not ``actor``'s to do with it, in whatever state."""
    plan = or_404(plan_by_slug(session, slug))
    return or_404(plan, has_right(actor, act, scope=plan.scope))


def read_commitment(session: Session, slug: str, number: str) -> Commitment:
    """Return a commitment by its plan and number, shown or not; all of the desk may read of it."""
    return or_404(commitment_at_desk(session, plan_slug=slug, number=number))


def written_commitment(
    session: Session, actor: Actor, slug: str, number: str, act: Act = Act.DRAFT_COMMITMENT
) -> Commitment:
    """Return a commitment; 404 where ``act`` is not ``actor``'s to do with it, in whatever state."""
    commitment = or_404(commitment_at_desk(session, plan_slug=slug, number=number))
    return or_404(commitment, may_on_commitment(actor, act, scopes_of(session, commitment)))
