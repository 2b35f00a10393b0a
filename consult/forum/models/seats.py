"""Rows of the forum: editions of its rules, and seats with the bodies on whose behalf they are held.

A seat names a body and a post, and no person: names stand on the page of a meeting's minutes alone. Rows are added and
never changed, by triggers; only the end of a seat is written into it, once.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps


class Sector(StrEnum):
    """Whose voice a seat carries, in the order in which the balance is shown."""

    GOVERNMENT = "government"
    INDEPENDENT = "independent"
    MUNICIPALITY = "municipality"
    CIVIL_SOCIETY = "civil-society"
    PRIVATE = "private"
    ACADEMIA = "academia"


class ForumRules(Base):
    """The rules of the forum as they were published, numbered from 1, and why."""

    __tablename__ = "forum_rules"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    rules_ar: Mapped[Prose]
    rules_en: Mapped[Prose]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class ForumSeat(Base):
    """A seat: the post from which it is held, on behalf of which body, for which sector, and from when.

    ``ended_on`` is the first day on which it is held no more, None while it is. One that is ``mistaken`` was never
    held: it is not shown, and its reason says why it was entered.
    """

    __tablename__ = "forum_seats"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    sector: Mapped[Code]
    post_ar: Mapped[Line]
    post_en: Mapped[Line]
    since: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_on: Mapped[date | None]
    mistaken: Mapped[bool] = mapped_column(default=False)
    end_reason_ar: Mapped[Prose | None]
    end_reason_en: Mapped[Prose | None]
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation] = relationship()


_OFFICIAL, _RECORDED = "official text of the forum", "who recorded it"
keeps(_OFFICIAL, "forum_rules", "rules_ar", "rules_en", "reason_ar", "reason_en")
keeps(_OFFICIAL, "forum_seats", "post_ar", "post_en", "end_reason_ar", "end_reason_en")
keeps(_RECORDED, "forum_rules", "published_by_id")
keeps(_RECORDED, "forum_seats", "recorded_by_id", "ended_by_id")
