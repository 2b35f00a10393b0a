"""What the public record says, as dated facts: rows that are added, and that nothing changes."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line, Prose
from consult.record.models import Fact
from consult.shared.erasure import keeps


class BodyRole(StrEnum):
    """What an organisation does for a commitment: it leads, one at a time, leads with that one, or supports."""

    LEAD = "lead"
    CO_LEAD = "co-lead"
    SUPPORTING = "supporting"


class PlanFact(Fact, Base):
    """What a plan is called and what it is about."""

    __tablename__ = "plan_facts"

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    topics_ar: Mapped[Prose | None]
    topics_en: Mapped[Prose | None]


class CommitmentFact(Fact, Base):
    """What a commitment is called, what is noted of it, and whether it is delayed, with what is done about that."""

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
    recovery_ar: Mapped[Prose | None]
    recovery_en: Mapped[Prose | None]


class CommitmentBody(Fact, Base):
    """That an organisation takes a role in a commitment, or gives it up where it no longer ``holds`` it.

    Who takes the lead takes it from whoever had it; who gives it up leaves nobody, if it was theirs. The reason and the
    meeting at which it was agreed are the record's own words, None where nobody wrote them down.
    """

    __tablename__ = "commitment_bodies"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[Code]
    holds: Mapped[bool]
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]
    meeting_ar: Mapped[Line | None]
    meeting_en: Mapped[Line | None]


class MilestoneFact(Fact, Base):
    """What a milestone is called, when it is due and where it stands."""

    __tablename__ = "milestone_facts"

    id: Mapped[Id]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    due_on: Mapped[date]
    status: Mapped[Code]
    as_of: Mapped[date | None]
    starts_on: Mapped[date | None]
    deliverable_ar: Mapped[Prose | None]
    deliverable_en: Mapped[Prose | None]


keeps("official text", "plan_facts", "title_ar", "title_en", "topics_ar", "topics_en")
keeps(
    "official text", "commitment_facts", "title_ar", "title_en", "note_ar", "note_en", "delay_note_ar",
    "delay_note_en", "recovery_ar", "recovery_en",
)  # fmt: skip
keeps("official text", "commitment_bodies", "reason_ar", "reason_en", "meeting_ar", "meeting_en")
keeps("official text", "milestone_facts", "title_ar", "title_en", "deliverable_ar", "deliverable_en")
for _table in ("plan_facts", "commitment_facts", "commitment_bodies", "milestone_facts"):
    keeps("who recorded it", _table, "recorded_by_id")
