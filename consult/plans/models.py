"""Plans, commitments, dated texts of commitments, and milestones."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.shared.erasure import keeps

# What stayed, came and went, as ``shared.words.diff`` says it: pairs of what it is and its words.
Pieces = list[tuple[str, str]]


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
    """A numbered promise in a plan. Its ``number`` is a label, such as "3A"; its ``position`` says where it stands."""

    __tablename__ = "commitments"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"))
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


class Clause(Base):
    """The unit of text that people comment on. Its id stays from version to version; its words are in ClauseText."""

    __tablename__ = "clauses"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)


class CommitmentVersion(Base):
    """One dated text of a commitment. Once published, neither it nor its clauses change: a trigger refuses."""

    __tablename__ = "commitment_versions"
    __table_args__ = (UniqueConstraint("commitment_id", "number"),)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    number: Mapped[int]
    drafter_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    commitment: Mapped[Commitment] = relationship()
    clauses: Mapped[list[ClauseText]] = relationship(order_by="ClauseText.position", back_populates="version")


class ClauseText(Base):
    """The words of a clause in one version."""

    __tablename__ = "clause_texts"
    __table_args__ = (UniqueConstraint("version_id", "clause_id"), UniqueConstraint("version_id", "position"))

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("commitment_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    position: Mapped[int]
    heading_ar: Mapped[Line]
    heading_en: Mapped[Line]
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]
    version: Mapped[CommitmentVersion] = relationship(back_populates="clauses")


class ClauseDifference(Base):
    """What changed in a clause from one published version to another, kept when the later one was made.

    A field is None where its words did not change. Triggers refuse to change or delete it, and to keep one of a draft.
    Two versions of which nothing is kept are compared by whole clauses.
    """

    __tablename__ = "clause_differences"
    __table_args__ = (UniqueConstraint("from_version_id", "to_version_id", "clause_id"),)

    id: Mapped[Id]
    from_version_id: Mapped[int] = mapped_column(ForeignKey("commitment_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("commitment_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    heading_ar: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    heading_en: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    text_ar: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    text_en: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))


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


class BodyRole(StrEnum):
    """What an organisation does for a commitment: it leads, one at a time, or supports."""

    LEAD = "lead"
    SUPPORTING = "supporting"


class Dated:
    """A fact of the record: a row that is added, and that triggers refuse to change or delete.

    ``happened_on`` is None where the day is not known or came before anything was recorded. The newest fact (by
    ``happened_on``, None first, then by ``recorded_at`` and id) is what the thing's own row says: triggers keep it so.
    """

    happened_on: Mapped[date | None]
    recorded_at: Mapped[datetime]


class PlanFact(Dated, Base):
    """What a plan is called and what it is about."""

    __tablename__ = "plan_facts"

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    topics_ar: Mapped[Prose | None]
    topics_en: Mapped[Prose | None]


class CommitmentFact(Dated, Base):
    """What a commitment is called, what is noted of it, and whether it is delayed."""

    __tablename__ = "commitment_facts"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    note_ar: Mapped[Prose | None]
    note_en: Mapped[Prose | None]
    delayed: Mapped[bool]
    delay_note_ar: Mapped[Prose | None]
    delay_note_en: Mapped[Prose | None]


class CommitmentBody(Dated, Base):
    """That an organisation takes a role in a commitment, or gives it up where it no longer ``holds`` it.

    Who takes the lead takes it from whoever had it; who gives it up leaves nobody, if it was theirs.
    """

    __tablename__ = "commitment_bodies"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[Code]
    holds: Mapped[bool]


class MilestoneFact(Dated, Base):
    """What a milestone is called, when it is due and where it stands."""

    __tablename__ = "milestone_facts"

    id: Mapped[Id]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
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
    number: str
    title_ar: str
    title_en: str
    plan: NamedPlan


class NamedBody(NamedTuple):
    """An organisation, as a plan names it."""

    name_ar: str
    name_en: str


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


class KnownCommitment(NamedTuple):
    """A commitment as it was known on a day, with the bodies that supported it."""

    commitment: RecordedCommitment
    supporting: tuple[NamedBody, ...]


class KnownPlan(NamedTuple):
    """A plan as it was known on a day, with what was known of its commitments."""

    plan: NamedPlan
    topics_ar: str | None
    topics_en: str | None
    commitments: tuple[KnownCommitment, ...]


class PublishedVersion(NamedTuple):
    """A published version, without its words."""

    id: int
    number: int
    published_at: datetime
    reason_ar: str | None
    reason_en: str | None
    drafter: NamedBody


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


class ClauseRow(NamedTuple):
    """The words of a clause, without the version that they stand in."""

    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str


class KeptDifference(NamedTuple):
    """What is kept of a clause's difference between two versions; a field is None where its words did not change."""

    from_version_id: int
    to_version_id: int
    clause_id: int
    heading_ar: Pieces | None
    heading_en: Pieces | None
    text_ar: Pieces | None
    text_en: Pieces | None


for _table in (
    "plans", "plan_statements", "commitments", "commitment_versions", "clause_texts", "clause_differences",
    "milestones", "plan_facts", "commitment_facts", "commitment_bodies", "milestone_facts",
):  # fmt: skip
    keeps("official text", _table)
