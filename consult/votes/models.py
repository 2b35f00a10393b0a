"""Votes on whatever can be voted on, and those that wait for their voter."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, RowId
from consult.shared.erasure import keeps
from consult.shared.subjects import Subject, SubjectKind


class Choice(StrEnum):
    """A vote."""

    AGREE = "agree"
    DISAGREE = "disagree"
    PASS = "pass"  # noqa: S105 - a vote, not a password


# What is stored where a vote was taken back: no vote, wherever votes are read.
NONE = "none"
_IN_AN_ACTIVITY = ("consultation_id", "activity_id", "subject_kind", "subject_id")
_PERSONS, _BODYS = text("organisation_id IS NULL"), text("organisation_id IS NOT NULL")


class Vote(Base):
    """One person's choice on one subject in an activity, or one organisation's: the last one counts.

    ``organisation_id`` is for which organisation it was cast; ``user_id`` then says who cast it, and is replaced by
    whoever does it again. ``revision`` is that of a contribution that it is on, None where it is on something else.
    """

    __tablename__ = "votes"
    __table_args__ = (
        Index(
            "uq_votes_person", *_IN_AN_ACTIVITY, "user_id", unique=True,
            sqlite_where=_PERSONS, postgresql_where=_PERSONS,
        ),
        Index(
            "uq_votes_organisation", *_IN_AN_ACTIVITY, "organisation_id", unique=True,
            sqlite_where=_BODYS, postgresql_where=_BODYS,
        ),
        Index("ix_votes_own", "consultation_id", "user_id"),
    )  # fmt: skip

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    subject_kind: Mapped[Code]
    subject_id: Mapped[RowId]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    revision: Mapped[int | None]
    choice: Mapped[Code]
    cast_at: Mapped[datetime]


class KeptVote(Base):
    """A vote that waits until its voter has signed in and records it; it counts nowhere, and goes as drafts do.

    ``token_hash`` is that of the browser, one for all its votes; once an account has taken them over, or pressed them
    itself, ``user_id`` is its id.
    """

    __tablename__ = "kept_votes"
    __table_args__ = (UniqueConstraint("token_hash", "activity_id", "subject_kind", "subject_id"),)

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    subject_kind: Mapped[Code]
    subject_id: Mapped[RowId]
    revision: Mapped[int | None]
    choice: Mapped[Code]
    arrived_at: Mapped[datetime] = mapped_column(index=True)

    @property
    def subject(self) -> Subject:
        """What it is on."""
        return Subject(SubjectKind(self.subject_kind), self.subject_id)


keeps("one person, one vote: it says nothing of whose words it is on", "votes", "user_id")
keeps("one person, one vote: it says nothing of whose words it is on", "kept_votes", "user_id")
