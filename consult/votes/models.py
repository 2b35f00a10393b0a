"""Votes on clauses and contributions, and those that wait for their voter."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id
from consult.shared.erasure import keeps


class Choice(StrEnum):
    """A vote."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a vote, not a password


class Vote(Base):
    """One person's choice on one clause of a consultation, or on one contribution: the last one counts."""

    __tablename__ = "votes"
    __table_args__ = (
        CheckConstraint("(clause_id IS NULL) <> (contribution_id IS NULL)", name="one_subject"),
        Index(
            "uq_votes_clause", "consultation_id", "clause_id", "user_id", unique=True,
            sqlite_where=text("clause_id IS NOT NULL"), postgresql_where=text("clause_id IS NOT NULL"),
        ),
        Index(
            "uq_votes_contribution", "consultation_id", "contribution_id", "user_id", unique=True,
            sqlite_where=text("contribution_id IS NOT NULL"), postgresql_where=text("contribution_id IS NOT NULL"),
        ),
        Index("ix_votes_own", "consultation_id", "user_id"),
    )  # fmt: skip

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    choice: Mapped[Code]
    cast_at: Mapped[datetime]


class KeptVote(Base):
    """A vote that waits until its voter has signed in and records it; it counts nowhere, and goes as drafts do.

    ``token_hash`` is that of the browser, one for all its votes; once an account has taken them over, or pressed them
    itself, ``user_id`` is its id.
    """

    __tablename__ = "kept_votes"
    __table_args__ = (
        CheckConstraint("(clause_id IS NULL) <> (contribution_id IS NULL)", name="one_subject"),
        UniqueConstraint("token_hash", "clause_id"),
        UniqueConstraint("token_hash", "contribution_id"),
    )

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    choice: Mapped[Code]
    arrived_at: Mapped[datetime] = mapped_column(index=True)


keeps("one person, one vote: it says nothing of whose words it is on", "votes", "user_id")
keeps("one person, one vote: it says nothing of whose words it is on", "kept_votes", "user_id")
