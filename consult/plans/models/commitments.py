"""Commitments, each with a text of its own, their labels and their milestones."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.orm import Base, Code, Id, Line, Prose
from consult.plans.models.plans import Plan
from consult.shared.erasure import keeps
from consult.texts.models import Text


class MilestoneStatus(StrEnum):
    """Where a milestone stands; *delayed* is computed, not stored."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETED = "completed"


class Commitment(Base):
    """A numbered promise in a plan, with the text that is its own for good: a trigger refuses another.

    Its ``number`` is a label, such as "3A"; its ``position`` says where it stands. Before
    ``shown_at`` it is the desk's alone.
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
    recovery_ar: Mapped[Prose | None]
    recovery_en: Mapped[Prose | None]
    shown_at: Mapped[datetime | None]
    plan: Mapped[Plan] = relationship()
    text: Mapped[Text] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(order_by="Milestone.position")
    labels: Mapped[list[CommitmentLabel]] = relationship(
        order_by="CommitmentLabel.id", cascade="all, delete-orphan"
    )


class CommitmentLabel(Base):
    """One challenge that a commitment answers, principle that it serves, or area that it cuts across."""

    __tablename__ = "commitment_labels"
    __table_args__ = (UniqueConstraint("commitment_id", "family", "code"),)

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"))
    family: Mapped[Code]
    code: Mapped[Code]


class Milestone(Base):
    """A dated deliverable of a commitment.

    ``as_of`` is the day of the last word on its status, reported or read from a source; None where there is none.
    ``illustrative``: the demonstration invented it; nothing else marks one so.
    """

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
    starts_on: Mapped[date | None]
    deliverable_ar: Mapped[Prose | None]
    deliverable_en: Mapped[Prose | None]
    illustrative: Mapped[bool] = mapped_column(default=False, server_default=false())


for _table in ("commitments", "milestones"):
    keeps("official text", _table)
