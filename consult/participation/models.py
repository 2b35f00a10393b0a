"""Rows of participation: what is promised of a process, which level was reached, and what shows it.

They are added and never changed, by triggers; the newest of a process stands. What a consultation promises is said in
the consultation itself, which is frozen when it is announced: its rows say what was reached and what shows it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Prose, RowId
from consult.shared.erasure import keeps


class Process(StrEnum):
    """In what people take part. Making a plan together and the plan as a whole are both of one plan."""

    CO_CREATION = "co-creation"
    PLAN = "plan"
    CONSULTATION = "consultation"


OF_PLANS = frozenset({Process.CO_CREATION, Process.PLAN})


class ParticipationLevel(Base):
    """What is said of a process, numbered from 1: that it is there is seen to by a trigger.

    ``level`` is the promised one and ``reached`` the other, None where nothing is said of it; both are those of
    ``consultations.models.Level``. ``promise`` says in the process's own words what those who take part may expect.
    """

    __tablename__ = "participation_levels"
    __table_args__ = (UniqueConstraint("process", "process_id", "number"),)

    id: Mapped[Id]
    process: Mapped[Code]
    process_id: Mapped[RowId]
    number: Mapped[int]
    level: Mapped[Code | None]
    promise_ar: Mapped[Prose]
    promise_en: Mapped[Prose]
    reached: Mapped[Code | None]
    evidence_ar: Mapped[Prose]
    evidence_en: Mapped[Prose]
    evidence_url: Mapped[Prose]
    document_id: Mapped[int | None] = mapped_column(ForeignKey("documents.id"))
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]


keeps(
    "official text: frozen",
    "participation_levels", "promise_ar", "promise_en", "evidence_ar", "evidence_en", "evidence_url",
)  # fmt: skip
keeps("who recorded it", "participation_levels", "recorded_by_id")
