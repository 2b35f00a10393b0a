"""What is reported of milestones, and what is done with them: rows that are added, and that nothing changes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Prose
from consult.plans.models.acts import RecordedAct
from consult.shared.erasure import keeps


class MilestoneActKind(StrEnum):
    """What is done with a milestone; the last of its acts can be taken back, by an act of its own."""

    ADDED = "added"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    DELAYED = "delayed"
    DELAY_ENDED = "delay-ended"
    TAKEN_BACK = "taken-back"


class ProgressUpdate(Base):
    """What was reported of a milestone: where it stood on the day ``as_of``, what was done, and the evidence of it.

    Said for the body ``organisation_id``; None: by a coordinator. Where there was ``nothing_to_report``, the challenge
    says why. The evidence is an address, or a document that was attached to the milestone. Never changed or deleted:
    one that ``corrects_id`` names stands no more, and stays to be read; why may be said (``correction_ar``, ``_en``).
    """

    __tablename__ = "progress_updates"

    id: Mapped[Id]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    status: Mapped[Code]
    as_of: Mapped[date]
    nothing_to_report: Mapped[bool]
    done_ar: Mapped[Prose]
    done_en: Mapped[Prose]
    challenge_ar: Mapped[Prose]
    challenge_en: Mapped[Prose]
    evidence_url: Mapped[Prose]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("progress_updates.id"), unique=True)
    correction_ar: Mapped[Prose] = mapped_column(default="")
    correction_en: Mapped[Prose] = mapped_column(default="")
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class MilestoneAct(RecordedAct, Base):
    """An act on a milestone; one that takes another back names it.

    Of a move the days before and after stand in it, of a declared delay the recovery action.
    """

    __tablename__ = "milestone_acts"

    id: Mapped[Id]
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), index=True)
    takes_back_id: Mapped[int | None] = mapped_column(ForeignKey("milestone_acts.id"), unique=True)
    recovery_ar: Mapped[Prose]
    recovery_en: Mapped[Prose]
    was_starts_on: Mapped[date | None]
    was_due_on: Mapped[date | None]
    starts_on: Mapped[date | None]
    due_on: Mapped[date | None]


keeps(
    "official text", "progress_updates", "done_ar", "done_en", "challenge_ar", "challenge_en", "evidence_url",
    "correction_ar", "correction_en",
)  # fmt: skip
keeps("official text", "milestone_acts", "reason_ar", "reason_en", "recovery_ar", "recovery_en")
for _table in ("progress_updates", "milestone_acts"):
    keeps("who recorded it", _table, "recorded_by_id")
