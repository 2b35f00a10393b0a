"""In which scopes a commitment lies: roles count that are granted in one of them."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.organisations.queries import by_ids
from consult.plans.models import Commitment


def scopes_of(session: Session, commitment: Commitment) -> list[str]:
    """Return the scope of a commitment's plan, and that of the body which leads it, where one does."""
    if commitment.lead_id is None:
        return [commitment.plan.scope]
    return [commitment.plan.scope, by_ids(session, [commitment.lead_id])[commitment.lead_id].scope]
