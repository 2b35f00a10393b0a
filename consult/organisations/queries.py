"""Reading organisations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation


def by_slug(session: Session, slug: str) -> Organisation | None:
    """Return the organisation with this slug, or None."""
    return session.scalars(select(Organisation).where(Organisation.slug == slug)).one_or_none()


def by_slugs(session: Session, slugs: Iterable[str]) -> Sequence[Organisation]:
    """Return the organisations with these slugs, by Arabic name."""
    query = select(Organisation).where(Organisation.slug.in_(list(slugs))).order_by(Organisation.name_ar)
    return session.scalars(query).all()


def by_ids(session: Session, ids: Iterable[int]) -> dict[int, Organisation]:
    """Return the organisations with these ids, keyed by id."""
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(set(ids))))
    return {row.id: row for row in rows}


def scopes(session: Session) -> Sequence[str]:
    """Return the scope of every organisation, by slug."""
    return [
        f"organisation:{slug}"
        for slug in session.scalars(select(Organisation.slug).order_by(Organisation.slug))
    ]
