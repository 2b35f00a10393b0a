"""Why something cannot be written of a commitment now, said before anybody fills in a form; the services ask again."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.plans.models import Commitment, Milestone
from consult.plans.policies import may_on_commitment
from consult.plans.policies.progress import is_withdrawn
from consult.plans.queries.progress import milestone_acts
from consult.plans.queries.scopes import reporting_bodies, scopes_of
from consult.plans.queries.standing import plan_state_of, reporting_states
from consult.plans.services.milestones import TAKES_MORE
from consult.plans.services.progress import check_reporter
from consult.shared.errors import DomainError
from consult.shared.state import CommitmentState, PlanState


def writing_refused(session: Session, actor: Actor, commitment: Commitment) -> DomainError | None:
    """Return why ``actor`` does not write of a commitment now, or None."""
    state = reporting_states(session, [commitment.id])[commitment.id]
    if state is CommitmentState.WITHDRAWN:
        return DomainError("commitment-withdrawn")
    scopes = scopes_of(session, commitment)
    drafts = may_on_commitment(actor, Act.DRAFT_COMMITMENT, scopes, state)
    if not drafts and not may_on_commitment(actor, Act.RECORD_COMMITMENT, scopes):
        return DomainError("written-by-coordinators")
    return None


def adding_refused(session: Session, actor: Actor, commitment: Commitment) -> DomainError | None:
    """Return why ``actor`` adds no milestone to a commitment now, or None."""
    refused = writing_refused(session, actor, commitment)
    followed = reporting_states(session, [commitment.id])[commitment.id] is CommitmentState.ADOPTED
    if refused or not followed:
        return refused
    plan = plan_state_of(session, plan_id=commitment.plan_id)
    if plan is PlanState.ENDED:
        return DomainError("plan-ended-takes-none")
    return None if plan in TAKES_MORE else DomainError("plan-takes-none")


def rewriting_refused(
    session: Session, actor: Actor, commitment: Commitment, milestone: Milestone
) -> DomainError | None:
    """Return why ``actor`` does not change the words of a milestone now, or None."""
    return writing_refused(session, actor, commitment) or _gone(session, milestone)


def reporting_refused(
    session: Session, actor: Actor, commitment: Commitment, milestone: Milestone
) -> DomainError | None:
    """Return why ``actor`` reports nothing of a milestone now, or None."""
    try:
        check_reporter(session, actor, commitment, reporting_bodies(session, commitment))
    except DomainError as problem:
        return problem
    return _gone(session, milestone)


def _gone(session: Session, milestone: Milestone) -> DomainError | None:
    acts = milestone_acts(session, milestone_id=milestone.id)
    return DomainError("milestone-withdrawn") if is_withdrawn(acts) else None
