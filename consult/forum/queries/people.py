"""Reading the people of the forum: at the desk, and on the page of minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import Session, joinedload

from consult.forum.models import Attendance, ForumPerson


class NamedPerson(NamedTuple):
    """The name of somebody, and nothing else."""

    name_ar: str | None
    name_en: str | None


def people(session: Session) -> Sequence[ForumPerson]:
    """Return all whose name was not removed, with their bodies, by body and then as they were entered."""
    return session.scalars(_PEOPLE).all()


def names_of_people(session: Session) -> Sequence[NamedPerson]:
    """Return the names of all whose name was not removed, without anything else of them."""
    return [NamedPerson._make(row) for row in session.execute(_NAMES)]


def person_by_id(session: Session, person_id: int) -> ForumPerson | None:
    """Return somebody, also after their name was removed, or None."""
    return session.get(ForumPerson, person_id)


def lock_person(session: Session, person_id: int) -> ForumPerson | None:
    """Return somebody, read anew and held until the transaction ends, or None."""
    query = select(ForumPerson).where(ForumPerson.id == person_id).with_for_update(of=ForumPerson)
    return session.scalars(query.execution_options(populate_existing=True)).one_or_none()


def lock_people(session: Session, ids: Iterable[int]) -> dict[int, ForumPerson]:
    """Return people by their ids, read anew and held until the transaction ends; those removed are not among them."""
    query = (
        select(ForumPerson)
        .where(ForumPerson.id.in_(list(ids)), ForumPerson.removed_at.is_(None))
        .order_by(ForumPerson.id)
        .with_for_update(of=ForumPerson)
        .execution_options(populate_existing=True)
    )
    return {row.id: row for row in session.scalars(query)}


def named_at(session: Session, *, meeting_id: int) -> Sequence[ForumPerson]:
    """Return the people with a name who are or were in a meeting, those who were struck among them."""
    return session.scalars(_NAMED_AT, {"meeting": meeting_id}).all()


def same_person(
    session: Session, *, organisation_id: int, name_ar: str, name_en: str | None, email: str | None
) -> ForumPerson | None:
    """Return whoever is known by the same name and address, or None; without an address, from the body alone."""
    query = select(ForumPerson).where(
        or_(ForumPerson.organisation_id == organisation_id, ForumPerson.email.is_not(None)),
        ForumPerson.name_ar == name_ar,
        ForumPerson.name_en.is_not_distinct_from(name_en),
        ForumPerson.email.is_not_distinct_from(email),
    )
    return session.scalars(query.order_by(ForumPerson.id).limit(1)).one_or_none()


def attendances_of(session: Session, *, person_id: int) -> Sequence[Attendance]:
    """Return at which meetings somebody is, in the order of their rows."""
    query = select(Attendance).where(Attendance.person_id == person_id).order_by(Attendance.id)
    return session.scalars(query).all()


_NAMES = (
    select(ForumPerson.name_ar, ForumPerson.name_en)
    .where(ForumPerson.removed_at.is_(None))
    .order_by(ForumPerson.id)
)
_NAMED_AT = (
    select(ForumPerson)
    .where(
        ForumPerson.removed_at.is_(None),
        ForumPerson.id.in_(select(Attendance.person_id).where(Attendance.meeting_id == bindparam("meeting"))),
    )
    .order_by(ForumPerson.id)
)
_PEOPLE = (
    select(ForumPerson)
    .options(joinedload(ForumPerson.organisation))
    .where(ForumPerson.removed_at.is_(None))
    .order_by(ForumPerson.organisation_id, ForumPerson.id)
)
