"""The names of an organisation as dated facts: the first one, and what is said of a new one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationName


@dataclass(frozen=True)
class Renaming:
    """What a body is called since ``happened_on``, and why; the reason may be in one language."""

    name_ar: str = ""
    name_en: str = ""
    happened_on: date | None = None
    reason_ar: str = ""
    reason_en: str = ""


def first_name(session: Session, *, organisation: Organisation, now: datetime, by_id: int | None) -> None:
    """Record what an organisation is called from the beginning: since no known day, for no reason."""
    fact = OrganisationName(
        organisation_id=organisation.id, name_ar=organisation.name_ar, name_en=organisation.name_en, happened_on=None,
        recorded_at=now, recorded_by_id=by_id,
    )  # fmt: skip
    session.add(fact)
    session.flush()
