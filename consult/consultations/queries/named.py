"""Consultations by their ids, as they are named elsewhere: what documents are attached to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.organisations.models import Organisation


class NamedConsultation(NamedTuple):
    """A consultation, as it is named elsewhere."""

    id: int
    slug: str
    title_ar: str
    title_en: str


def announced_named(session: Session, *, ids: Iterable[int], now: datetime) -> dict[int, NamedConsultation]:
    """Return those of these consultations that everybody reads, by their ids, the newest first."""
    query = _NAMED.where(_ASKED.c.announced_at <= now, _ASKED.c.id.in_(list(ids)))
    return {row[0]: NamedConsultation._make(row) for row in session.execute(query)}


def of_bodies_named(
    session: Session,
    *,
    slugs: Iterable[str] | None,
    ids: Iterable[int] | None = None,
    limit: int | None = None,
) -> dict[int, NamedConsultation]:
    """Return the consultations of these bodies, of all where None, the newest first; no more than ``limit``.

    ``ids`` leaves these alone. Drafts are among them, those that were discarded are not.
    """
    query = _NAMED.where(_ASKED.c.discarded_at.is_(None))
    if slugs is not None:
        query = query.where(_BODIES.c.slug.in_(list(slugs)))
    if ids is not None:
        query = query.where(_ASKED.c.id.in_(list(ids)))
    return {row[0]: NamedConsultation._make(row) for row in session.execute(query.limit(limit))}


_ASKED, _BODIES = inspect(Consultation).local_table, inspect(Organisation).local_table
_NAMED = (
    select(*(_ASKED.c[name] for name in NamedConsultation._fields))
    .select_from(_ASKED.join(_BODIES, _BODIES.c.id == _ASKED.c.organisation_id))
    .order_by(_ASKED.c.id.desc())
)
