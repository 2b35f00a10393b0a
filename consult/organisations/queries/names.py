"""The names that an organisation has and had, with since when."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.organisations.models import NamedSince, OrganisationName


def names_of(session: Session, *, organisation_id: int) -> Sequence[NamedSince]:
    """Return the names of an organisation, newest first: the first is what it is called now.

    Empty where it was put there without a fact, as old data may be: then it had no other.
    """
    return [NamedSince._make(row) for row in session.execute(_NAMES, {"organisation": organisation_id})]


_NAME = inspect(OrganisationName).local_table
_NAMES = (
    select(
        _NAME.c.id, _NAME.c.name_ar, _NAME.c.name_en, _NAME.c.happened_on, _NAME.c.reason_ar, _NAME.c.reason_en
    )
    .where(_NAME.c.organisation_id == bindparam("organisation"))
    .order_by(_NAME.c.happened_on.desc().nulls_last(), _NAME.c.recorded_at.desc(), _NAME.c.id.desc())
)  # fmt: skip
