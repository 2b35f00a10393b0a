"""Moderation decisions, each with its one entry in the public log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution
from consult.orm import Base, Code, Id, Prose


class DecisionKind(StrEnum):
    """What was decided."""

    HIDE = "hide"
    RESTORE = "restore"


class ModerationDecision(Base):
    """One hide or restore. ``log_entry_id`` is unique and required: no decision without its public entry."""

    __tablename__ = "moderation_decisions"

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    kind: Mapped[Code]
    rule: Mapped[int | None]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    log_entry_id: Mapped[int] = mapped_column(ForeignKey("log_entries.id"), unique=True)
    contribution: Mapped[Contribution] = relationship()
