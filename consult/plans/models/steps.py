"""What comes next in the making of a plan: the steps of its published timeline."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Id, Line, Prose
from consult.shared.erasure import keeps


class PlanStep(Base):
    """A step with its days, and how to take part in it. Its words do not change: a corrected one is another row.

    ``co_creation`` is the step with which the public begins to make the plan. ``known_since`` is when its first day
    was published: a correction that leaves the day leaves it too. ``removed_at``: it is no longer shown.
    """

    __tablename__ = "plan_steps"

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    how_ar: Mapped[Prose]
    how_en: Mapped[Prose]
    starts_on: Mapped[date]
    ends_on: Mapped[date | None]
    co_creation: Mapped[bool]
    published_at: Mapped[datetime]
    known_since: Mapped[datetime]
    removed_at: Mapped[datetime | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("plan_steps.id"), unique=True)
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


keeps("official text", "plan_steps", "title_ar", "title_en", "how_ar", "how_en")
keeps("who recorded it", "plan_steps", "recorded_by_id")
