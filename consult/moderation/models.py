"""Moderation decisions, each with its one entry in the public log."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.contributions.models import Contribution, revision_key
from consult.orm import Base, Code, Id, Prose
from consult.shared.erasure import keeps


class DecisionKind(StrEnum):
    """What was decided."""

    HIDE = "hide"
    RESTORE = "restore"
    ERASE = "erase"
    HOLD = "hold"


class ModerationDecision(Base):
    """One hide, restore, erasure or hold. ``log_entry_id`` is unique and required: no decision without its entry.

    ``revision`` is the one that stood when it was decided. A hold has no moderator: the consultation's published rule
    made it. Decisions that were one act name the first entry of all of them as their ``batch``.
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
    moderator_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime]
    log_entry_id: Mapped[int] = mapped_column(ForeignKey("log_entries.id"), unique=True)
    batch: Mapped[int | None] = mapped_column(ForeignKey("log_entries.id"), index=True)
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


class Result(StrEnum):
    """What became of a voice that was reported."""

    HIDDEN = "hidden"
    STAYS = "stays"
    ERASED = "erased"


class VoiceReport(Base):
    """Somebody says that a voice breaks a published rule, or was not theirs. It waits until ``answered_at``.

    ``revision`` is the one that they read. ``reporter_id`` is None for people without an account. ``token_hash`` is
    that of the private page of the report, whose token only its sender has. ``address`` is where the answer goes, if
    anywhere, and forgotten with time, as ``note`` is.
    """

    __tablename__ = "voice_reports"
    __table_args__ = (
        revision_key(),
        Index(
            "uq_voice_reports_open", "contribution_id", "revision", "reporter_id", unique=True,
            sqlite_where=text("answered_at IS NULL"), postgresql_where=text("answered_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    revision: Mapped[int]
    reason: Mapped[Code]
    note: Mapped[Prose]
    reporter_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    address: Mapped[str | None] = mapped_column(String(320))
    language: Mapped[Code]
    at: Mapped[datetime] = mapped_column(index=True)
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    result: Mapped[Code | None]
    answer_ar: Mapped[Prose]
    answer_en: Mapped[Prose]
    contribution: Mapped[Contribution] = relationship()


class ReasonTemplate(Base):
    """A reason that moderators of a body keep ready, in both languages, for a rule; None: for all else they answer.

    ``edition`` counts its changes, so that nobody overwrites what they have not seen.
    """

    __tablename__ = "reason_templates"

    id: Mapped[Id]
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"), index=True)
    rule: Mapped[int | None]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    edition: Mapped[int] = mapped_column(default=1)
    edited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]


keeps("who reported it; nobody is shown that", "voice_reports", "reporter_id")
keeps("where the answer goes: forgotten after 30 days", "voice_reports", "address")
keeps("who answered, and what", "voice_reports", "answered_by_id", "answer_ar", "answer_en")
keeps(
    "what moderators say about many voices, and who wrote it",
    "reason_templates", "reason_ar", "reason_en", "edited_by_id",
)  # fmt: skip
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
