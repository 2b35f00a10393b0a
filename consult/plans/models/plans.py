"""Plans, and what each source says of them."""

from __future__ import annotations

from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.shared.erasure import keeps


class PlanLevel(StrEnum):
    """Whose plan it is: the nation's, or a municipality's."""

    NATIONAL = "national"
    MUNICIPAL = "municipal"


class Plan(Base):
    """An action plan with a period. Its ``number`` is unique within its level, and within its body where it has one."""

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
    statements: Mapped[list[PlanStatement]] = relationship(order_by="PlanStatement.position")


class PlanStatement(Base):
    """What one source says of a plan's period or number of commitments; sources that differ stand side by side."""

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


for _table in ("plans", "plan_statements"):
    keeps("official text", _table)
