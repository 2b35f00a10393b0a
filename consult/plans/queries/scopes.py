"""In which scopes a commitment lies: roles count that are granted in one of them."""

from __future__ import annotations

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session

from consult.accounts.models import organisation_scope
from consult.organisations.models import Organisation
from consult.organisations.queries import by_ids
from consult.plans.models import BodyRole, Commitment
from consult.plans.queries.bodies import in_role
from consult.plans.queries.standing import bodies_of, holding


def scopes_of(session: Session, commitment: Commitment) -> list[str]:
    """Return the scope of a commitment's plan, and those of the bodies that lead it, alone or together."""
    slugs = session.scalars(_LEADING, {"commitment": commitment.id, "lead": commitment.lead_id})
    return [commitment.plan.scope, *(organisation_scope(slug) for slug in slugs)]


def reporting_bodies(session: Session, commitment: Commitment) -> list[Organisation]:
    """Return the bodies that report on a commitment's milestones: its lead, then those that lead it with that one."""
    lead = by_ids(session, [commitment.lead_id]) if commitment.lead_id is not None else {}
    joint = holding(bodies_of(session, commitment_id=commitment.id), BodyRole.CO_LEAD)
    return list({body.id: body for body in (*lead.values(), *joint)}.values())


def supporting_scopes(session: Session, commitment: Commitment) -> list[str]:
    """Return the scopes of the bodies that support a commitment, and report nothing on it."""
    facts = bodies_of(session, commitment_id=commitment.id)
    return [body.scope for body in holding(facts, BodyRole.SUPPORTING)]


# Built once: building a statement costs more than sending it.
_JOINT = in_role(BodyRole.CO_LEAD)
_LEADING = (
    select(Organisation.slug)
    .where(
        or_(
            Organisation.id == bindparam("lead"),
            Organisation.id.in_(
                select(_JOINT.c.organisation_id).where(_JOINT.c.commitment_id == bindparam("commitment"))
            ),
        )
    )
    .order_by(Organisation.id)
)
