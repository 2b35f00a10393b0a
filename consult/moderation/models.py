"""Moderation decisions, each with its one entry in the public log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution, revision_key
from consult.orm import Base, Code, Id, Prose
from consult.shared.erasure import keeps


class DecisionKind(StrEnum):
    """What was decided."""

    HIDE = "hide"
    RESTORE = "restore"
    ERASE = "erase"


class ModerationDecision(Base):
    """One hide, restore or erasure. ``log_entry_id`` is unique and required: no decision without its public entry.

    ``revision`` is the one that stood when it was decided.
    """

    __tablename__ = "moderation_decisions"
    __table_args__ = (revision_key(),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), index=True)
    revision: Mapped[int]
    kind: Mapped[Code]
    rule: Mapped[int | None]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    moderator_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    log_entry_id: Mapped[int] = mapped_column(ForeignKey("log_entries.id"), unique=True)
    contribution: Mapped[Contribution] = relationship()


class ErasureRequest(Base):
    """Somebody asks that words be destroyed; somebody else decides. One waits for a contribution at a time.

    ``role`` is ``participant`` for the author, ``moderator`` for staff. ``reason`` is for the one who decides and is
    never published; ``accepted`` is None while it waits, and for one that was taken back. ``asked_by_id`` is None where
    the author asked: who that is stands at the contribution until it is erased, and nowhere after.
    """

    __tablename__ = "erasure_requests"
    __table_args__ = (
        Index(
            "uq_erasure_requests_waiting", "contribution_id", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    asked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    reason: Mapped[Prose]
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted: Mapped[bool | None]
    answer: Mapped[Prose]
    contribution: Mapped[Contribution] = relationship()


keeps(
    "who decided, and the published ground",
    "moderation_decisions", "moderator_id", "reason_ar", "reason_en",
)  # fmt: skip
keeps(
    "staff who asked or decided; None where the author asked",
    "erasure_requests", "asked_by_id", "decided_by_id",
)  # fmt: skip
keeps("what staff answered whoever asked", "erasure_requests", "answer")
keeps("for the one who decides: emptied as soon as it is decided", "erasure_requests", "reason")
