"""What a body has to do with: the commitments that it leads, alone or together with others, or supports now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Subquery, bindparam, func, select
from sqlalchemy.orm import Session, selectinload

from consult.organisations.models import NamedBody, Organisation
from consult.plans.models import BodyRole, Commitment, CommitmentBody


def led_by(session: Session, *, organisation_id: int) -> Sequence[Commitment]:
    """Return the commitments that a body leads now, shown or not, by id, each with its plan."""
    query = select(Commitment).where(Commitment.lead_id == organisation_id)
    return session.scalars(query.options(selectinload(Commitment.plan)).order_by(Commitment.id)).all()


def co_led_by(session: Session, *, organisation_id: int) -> Sequence[Commitment]:
    """Return the commitments that a body leads now together with another, as ``led_by``."""
    return _held_by(session, BodyRole.CO_LEAD, organisation_id)


def supported_by(session: Session, *, organisation_id: int) -> Sequence[Commitment]:
    """Return the commitments that a body supports now, shown or not, by id, each with its plan."""
    return _held_by(session, BodyRole.SUPPORTING, organisation_id)


def co_leads(session: Session, commitment_ids: Iterable[int]) -> dict[int, list[NamedBody]]:
    """Return the names of the bodies that lead these commitments together with the one that leads, keyed by id."""
    found: dict[int, list[NamedBody]] = defaultdict(list)
    for commitment_id, *names in session.execute(_CO_LEADS, {"ids": list(commitment_ids)}):
        found[commitment_id].append(NamedBody._make(names))
    return found


def co_lead_ids(session: Session, commitment_ids: Iterable[int]) -> dict[int, list[int]]:
    """Return the ids of the bodies that lead these commitments together with the one that leads, keyed by id."""
    found: dict[int, list[int]] = defaultdict(list)
    for commitment_id, organisation_id in session.execute(_CO_LEAD_IDS, {"ids": list(commitment_ids)}):
        found[commitment_id].append(organisation_id)
    return found


def in_role(role: BodyRole) -> Subquery:
    """Return who holds a role in which commitment now, as rows of ``commitment_id`` and ``organisation_id``.

    ``fact_id`` is the fact by which it was taken. Whoever leads is no co-lead beside.
    """
    newest = (
        select(
            CommitmentBody.id.label("fact_id"),
            CommitmentBody.commitment_id,
            CommitmentBody.organisation_id,
            CommitmentBody.holds,
            func.row_number()
            .over(
                partition_by=(CommitmentBody.commitment_id, CommitmentBody.organisation_id),
                order_by=(
                    CommitmentBody.happened_on.desc().nulls_last(),
                    CommitmentBody.recorded_at.desc(),
                    CommitmentBody.id.desc(),
                ),
            )
            .label("place"),
        )
        .where(CommitmentBody.role == role.value)
        .subquery()
    )
    query = (
        select(newest.c.fact_id, newest.c.commitment_id, newest.c.organisation_id)
        .join(Commitment, Commitment.id == newest.c.commitment_id)
        .where(newest.c.place == 1, newest.c.holds.is_(True))
    )
    if role is BodyRole.CO_LEAD:
        query = query.where(Commitment.lead_id.is_distinct_from(newest.c.organisation_id))
    return query.subquery()


def _held_by(session: Session, role: BodyRole, organisation_id: int) -> Sequence[Commitment]:
    held = in_role(role)
    query = select(Commitment).join(held, held.c.commitment_id == Commitment.id)
    query = query.where(held.c.organisation_id == organisation_id).options(selectinload(Commitment.plan))
    return session.scalars(query.order_by(Commitment.id)).all()


# Built once: building a statement costs more than sending it.
_JOINT = in_role(BodyRole.CO_LEAD)
_CO_LEAD_IDS = (
    select(_JOINT.c.commitment_id, _JOINT.c.organisation_id)
    .where(_JOINT.c.commitment_id.in_(bindparam("ids", expanding=True)))
    .order_by(_JOINT.c.commitment_id, _JOINT.c.fact_id)
)
_CO_LEADS = (
    select(_JOINT.c.commitment_id, *(getattr(Organisation, name) for name in NamedBody._fields))
    .join(Organisation, Organisation.id == _JOINT.c.organisation_id)
    .where(_JOINT.c.commitment_id.in_(bindparam("ids", expanding=True)))
    .order_by(_JOINT.c.commitment_id, _JOINT.c.fact_id)
)
