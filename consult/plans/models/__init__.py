"""Plans, their commitments, each with a text of its own, and milestones."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import NamedBody
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.plans.models import facts  # noqa: F401 - its tables are the plans'
from consult.shared.erasure import keeps
from consult.texts.models import Text


class MilestoneStatus(StrEnum):
    """Where a milestone stands; *delayed* is computed, not stored."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


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


class Commitment(Base):
    """A numbered promise in a plan, with the text that is its own for good: a trigger refuses another.

    Its ``number`` is a label, such as "3A"; its ``position`` says where it stands.
    """

    __tablename__ = "commitments"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("texts.id"), unique=True)
    number: Mapped[Code]
    position: Mapped[int]
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    lead_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    note_ar: Mapped[Prose | None]
    note_en: Mapped[Prose | None]
    delayed: Mapped[bool] = mapped_column(default=False)
    delay_note_ar: Mapped[Prose | None]
    delay_note_en: Mapped[Prose | None]
    plan: Mapped[Plan] = relationship()
    text: Mapped[Text] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(order_by="Milestone.position")
    labels: Mapped[list[CommitmentLabel]] = relationship(
        order_by="CommitmentLabel.id", cascade="all, delete-orphan"
    )


class Family(StrEnum):
    """What a commitment can be sorted by, as the Partnership's own paper does."""

    CHALLENGE = "challenge"
    PRINCIPLE = "principle"
    AREA = "area"


class Challenge(StrEnum):
    """The five challenges, of which each commitment answers at least one."""

    SERVICES = "services"
    INTEGRITY = "integrity"
    RESOURCES = "resources"
    SAFETY = "safety"
    CORPORATE = "corporate"


class Principle(StrEnum):
    """The four principles of open government."""

    INFORMATION = "information"
    ACCOUNTABILITY = "accountability"
    PARTICIPATION = "participation"
    TECHNOLOGY = "technology"


class Area(StrEnum):
    """The areas that cut across the work of ministries."""

    EDUCATION = "education"
    ANTI_CORRUPTION = "anti_corruption"
    CIVIC_SPACE = "civic_space"
    GENDER = "gender"
    HEALTH = "health"
    LESS_ADVANTAGED = "less_advantaged"
    NATURAL_RESOURCES = "natural_resources"


CODES: dict[Family, type[StrEnum]] = {
    Family.CHALLENGE: Challenge,
    Family.PRINCIPLE: Principle,
    Family.AREA: Area,
}


class CommitmentLabel(Base):
    """One challenge that a commitment answers, principle that it serves, or area that it cuts across."""

    __tablename__ = "commitment_labels"
    __table_args__ = (UniqueConstraint("commitment_id", "family", "code"),)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    family: Mapped[Code]
    code: Mapped[Code]


class Milestone(Base):
    """A dated deliverable of a commitment. ``as_of`` is the day its status was read from a source; None: today's."""

    __tablename__ = "milestones"
    __table_args__ = (UniqueConstraint("commitment_id", "position"),)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    position: Mapped[int]
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    due_on: Mapped[date]
    status: Mapped[Code]
    as_of: Mapped[date | None]


class NamedPlan(NamedTuple):
    """A plan, as it is named elsewhere."""

    id: int
    slug: str
    number: int
    title_ar: str
    title_en: str


class NamedCommitment(NamedTuple):
    """A commitment, as it is named elsewhere, with its plan."""

    id: int
    text_id: int
    number: str
    title_ar: str
    title_en: str
    plan: NamedPlan


class Stated(NamedTuple):
    """What one source says of a plan; None where it says nothing."""

    source_ar: str
    source_en: str
    start_year: int | None
    end_year: int | None
    commitment_count: int | None


class StatedPlan(NamedTuple):
    """A plan with what each source says of it."""

    id: int
    slug: str
    number: int
    title_ar: str
    title_en: str
    topics_ar: str | None
    topics_en: str | None
    statements: tuple[Stated, ...]


class RecordedMilestone(NamedTuple):
    """A milestone, as the plan record shows it."""

    id: int
    title_ar: str
    title_en: str
    due_on: date
    status: str
    as_of: date | None


class RecordedCommitment(NamedTuple):
    """A commitment, as the plan record shows it: with its plan, the body that carries it out, and its milestones."""

    id: int
    text_id: int
    number: str
    title_ar: str
    title_en: str
    note_ar: str | None
    note_en: str | None
    delayed: bool
    delay_note_ar: str | None
    delay_note_en: str | None
    plan: NamedPlan
    lead: NamedBody | None
    milestones: tuple[RecordedMilestone, ...]


class DatedText(NamedTuple):
    """One dated text, without its words."""

    id: int
    number: int
    published_at: datetime | None
    commitment: NamedCommitment


class ClauseWords(NamedTuple):
    """The words of a clause in one version, which comes with it."""

    version_id: int
    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str
    version: DatedText


for _table in ("plans", "plan_statements", "commitments", "milestones"):
    keeps("official text", _table)
