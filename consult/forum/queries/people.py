"""Reading the people of the forum: at the desk, and on the page of minutes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from consult.forum.models import Attendance, ForumPerson


def people(session: Session) -> Sequence[ForumPerson]:
    """Return all whose name was not removed, with their bodies, by body and then as they were entered."""
    return session.scalars(_PEOPLE).all()


def person_by_id(session: Session, person_id: int) -> ForumPerson | None:
    """Return somebody, also after their name was removed, or None."""
    return session.get(ForumPerson, person_id)


def lock_person(session: Session, person_id: int) -> ForumPerson | None:
    """Return somebody, read anew and held until the transaction ends, or None."""
    query = select(ForumPerson).where(ForumPerson.id == person_id).with_for_update(of=ForumPerson)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def attendances_of(session: Session, *, person_id: int) -> Sequence[Attendance]:
    """Return at which meetings somebody is, in the order of their rows."""
    query = select(Attendance).where(Attendance.person_id == person_id).order_by(Attendance.id)
    return session.scalars(query).all()


_PEOPLE = (
    select(ForumPerson)
    .options(joinedload(ForumPerson.organisation))
    .where(ForumPerson.removed_at.is_(None))
    .order_by(ForumPerson.organisation_id, ForumPerson.id)
)
