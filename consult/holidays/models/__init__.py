"""Holidays: what the desk says of a day, which counts before what was shipped for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line
from consult.shared.erasure import keeps

COUNTRY = "JO"


@dataclass(frozen=True, slots=True)
class Day:
    """A holiday. ``expected`` where it follows the moon and is announced nearer its day; ``source`` says who says so.

    ``removed`` is what the desk took away: no holiday, and kept so that it can be put back.
    """

    day: date
    name_ar: str
    name_en: str
    source_ar: str
    source_en: str
    expected: bool = False
    removed: bool = False


class Holiday(Base):
    """What the desk says of one day: a holiday, or that there is none. Never deleted."""

    __tablename__ = "holidays"
    __table_args__ = (UniqueConstraint("country", "day"),)

    id: Mapped[Id]
    country: Mapped[Code]
    day: Mapped[date]
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    source_ar: Mapped[Line]
    source_en: Mapped[Line]
    expected: Mapped[bool]
    removed: Mapped[bool]
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


keeps(
    "what holidays are called and who announced them is of nobody, and who kept them answers for it",
    Holiday.__tablename__,
    "name_ar",
    "name_en",
    "source_ar",
    "source_en",
    "changed_by_id",
)
