"""People of the forum: the only rows that hold their names and addresses, so that a name can be removed everywhere."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line
from consult.shared.erasure import keeps


class ForumPerson(Base):
    """Somebody who is invited to meetings or comes to them, with the body and the post from which they come now.

    Honorific, name and address are None once they are removed, for good: triggers refuse that anything comes back.
    Meetings keep body and post as they were, and lead here for the name alone.
    """

    __tablename__ = "forum_people"

    id: Mapped[Id]
    honorific_ar: Mapped[Line | None]
    honorific_en: Mapped[Line | None]
    name_ar: Mapped[Line | None]
    name_en: Mapped[Line | None]
    email: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[Code]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    post_ar: Mapped[Line]
    post_en: Mapped[Line]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    removed_at: Mapped[datetime | None]
    removed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()


_NAMED = "of whoever comes to meetings: removed by an act of its own, by which it leaves every version"
keeps(
    _NAMED,
    "forum_people",
    "honorific_ar",
    "honorific_en",
    "name_ar",
    "name_en",
    "email",
    "post_ar",
    "post_en",
)
keeps("who recorded it", "forum_people", "recorded_by_id", "removed_by_id")
