"""Plans, and what each source says of them, as dated rows."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import plan_scope
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.shared.erasure import keeps


class PlanLevel(StrEnum):
    """Whose plan it is: the nation's, or a municipality's."""

    NATIONAL = "national"
    MUNICIPAL = "municipal"


class Plan(Base):
    """An action plan with a period. Its ``number`` is unique within its level, and within its body where it has one.

    Before ``shown_at`` it is the desk's alone, with all that is in it; once it is shown it stays so.
    """

    __tablename__ = "plans"
    __table_args__ = (
        Index(
            "uq_plans_of_the_nation", "level", "number", unique=True,
            sqlite_where=text("body_id IS NULL"), postgresql_where=text("body_id IS NULL"),
        ),
        Index(
            "uq_plans_of_a_body", "level", "body_id", "number", unique=True,
            sqlite_where=text("body_id IS NOT NULL"), postgresql_where=text("body_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    number: Mapped[int]
    level: Mapped[Code] = mapped_column(
        default=PlanLevel.NATIONAL.value, server_default=PlanLevel.NATIONAL.value
    )
    body_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    topics_ar: Mapped[Prose | None]
    topics_en: Mapped[Prose | None]
    shown_at: Mapped[datetime | None]
    statements: Mapped[list[PlanStatement]] = relationship(order_by="PlanStatement.position")

    @property
    def scope(self) -> str:
        """The scope under which roles are granted in it."""
        return plan_scope(self.slug)


class PeriodOf(StrEnum):
    """Which period a source states: the one that the plan began with, or the one that holds now."""

    ORIGINAL = "original"
    CURRENT = "current"


class CountedBy(StrEnum):
    """Who counted the commitments: the nation, or the Partnership's independent mechanism."""

    NATION = "nation"
    MECHANISM = "mechanism"


class PlanStatement(Base):
    """What one source says of a plan's period or number of commitments; sources that differ stand side by side.

    A row that is added, and that triggers refuse to change or delete. ``corrects_id`` names the row whose place it
    takes; one that is ``withdrawn`` takes it and states nothing. ``dated_on`` is the day of the source.
    """

    __tablename__ = "plan_statements"
    __table_args__ = (UniqueConstraint("plan_id", "position"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    position: Mapped[int]
    source_ar: Mapped[Line]
    source_en: Mapped[Line]
    start_year: Mapped[int | None]
    end_year: Mapped[int | None]
    commitment_count: Mapped[int | None]
    period_of: Mapped[Code | None]
    counted_by: Mapped[Code | None]
    dated_on: Mapped[date | None]
    recorded_at: Mapped[datetime | None]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("plan_statements.id"), unique=True)
    withdrawn: Mapped[bool] = mapped_column(default=False, server_default=false())


keeps("official text", "plans")
keeps("official text", "plan_statements", "source_ar", "source_en")
keeps("who recorded it", "plan_statements", "recorded_by_id")
