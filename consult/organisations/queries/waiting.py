"""Organisations that wait to be verified: how many, and since when."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationAct, OrganisationActKind, Standing


class Applied(NamedTuple):
    """How many organisations wait to be verified, and when the first of them applied; None where none does."""

    number: int
    since: datetime | None


def applied(session: Session) -> Applied:
    """Return how many organisations wait to be verified, and since when."""
    return Applied._make(session.execute(_APPLIED).one())


# Built once: building a statement costs more than sending it.
_APPLIED = (
    select(func.count(Organisation.id.distinct()), func.min(OrganisationAct.at))
    .join(OrganisationAct, OrganisationAct.organisation_id == Organisation.id)
    .where(
        Organisation.standing == Standing.APPLIED.value,
        OrganisationAct.kind == OrganisationActKind.APPLIED.value,
    )
)
