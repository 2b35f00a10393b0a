"""What operators do with organisations: entering one, verified from the start; ordering all of them anew."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation, OrganisationKind, orders_of
from consult.organisations.services.applying import MOST_NAME
from consult.organisations.services.naming import first_name
from consult.shared.errors import problems_of_words, raise_any


def reorder(session: Session) -> int:
    """Work out anew what organisations are ordered by, as after a change of kinds or letters; return how many moved."""
    moved = 0
    for row in session.scalars(select(Organisation).order_by(Organisation.id)):
        orders = orders_of(row.kind, row.name_ar, row.name_en)
        moved += orders != (row.order_ar, row.order_en)
        row.order_ar, row.order_en = orders
    session.flush()
    return moved


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
    first_name(session, organisation=organisation, now=now, by_id=None)
    return organisation
