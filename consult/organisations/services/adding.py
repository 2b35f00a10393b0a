"""Entering organisations, as operators do: they are verified from the start."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationKind
from consult.organisations.services.applying import MOST_NAME
from consult.shared.errors import problems_of_words, raise_any


def add(
    session: Session,
    *,
    now: datetime,
    slug: str,
    kind: OrganisationKind,
    name: tuple[str, str],
    illustrative: bool = False,
) -> Organisation:
    """Add an organisation; ``name`` is Arabic and English. Raises DomainError at one that is too long."""
    raise_any(problems_of_words({"name_ar": name[0], "name_en": name[1]}, most=MOST_NAME, needed=False))
    organisation = Organisation(
        slug=slug,
        kind=kind.value,
        name_ar=name[0],
        name_en=name[1],
        illustrative=illustrative,
        created_at=now,
    )
    session.add(organisation)
    session.flush()
    return organisation
