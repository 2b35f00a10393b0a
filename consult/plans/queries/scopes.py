"""In which scopes a commitment lies: roles count that are granted in one of them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids
from consult.plans.models import Commitment
from consult.plans.queries.standing import bodies_of, supporting


def scopes_of(session: Session, commitment: Commitment) -> list[str]:
    """Return the scope of a commitment's plan, and that of the body which leads it, where one does."""
    if commitment.lead_id is None:
        return [commitment.plan.scope]
    return [commitment.plan.scope, by_ids(session, [commitment.lead_id])[commitment.lead_id].scope]


def reporting_bodies(session: Session, commitment: Commitment) -> list[Organisation]:
    """Return the bodies that report on a commitment's milestones: the one that leads it, then those that support it."""
    lead = by_ids(session, [commitment.lead_id]) if commitment.lead_id is not None else {}
    others = supporting(bodies_of(session, commitment_id=commitment.id))
    return [*lead.values(), *(body for body in others if body.id not in lead)]
