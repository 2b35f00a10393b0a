"""What stands in minutes: each clause of their text is an entry of a kind, said by somebody, about something.

What was agreed is an action item: the clause says it, the entry says whose it is, and updates what became of it.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, RowId
from consult.shared.erasure import keeps


class EntryKind(StrEnum):
    """What a clause of minutes is."""

    TOPIC = "topic"
    STATEMENT = "statement"
    PRESENTED = "presented"
    QUESTION = "question"
    ANSWER = "answer"
    OFFER = "offer"
    DELAY = "delay"
    AGREED = "agreed"
    OUTCOME = "outcome"


# What somebody has to do from then on.
ACTION_ITEMS = frozenset({EntryKind.AGREED, EntryKind.OUTCOME})


class ActionStatus(StrEnum):
    """Where an action item stands."""

    OPEN = "open"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    DROPPED = "dropped"


CLOSED = frozenset({ActionStatus.DONE, ActionStatus.DROPPED})


class Linked(StrEnum):
    """What an entry can be about."""

    COMMITMENT = "commitment"
    ORGANISATION = "organisation"


class Entry(Base):
    """A clause of minutes: what it is, and who said it, at the meeting (``speaker_id``) or a body alone (``body_id``).

    ``answers_id`` is the question that an answer answers. ``owner_id`` and ``due_on`` of an action item are None where
    the minutes do not state them. Once a version with its clause is published it does not change: a trigger refuses.
    """

    __tablename__ = "forum_entries"

    id: Mapped[Id]
    meeting_id: Mapped[int] = mapped_column(ForeignKey("forum_meetings.id"), index=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), unique=True)
    kind: Mapped[Code]
    speaker_id: Mapped[int | None] = mapped_column(ForeignKey("forum_attendances.id"), index=True)
    body_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    answers_id: Mapped[int | None] = mapped_column(ForeignKey("forum_entries.id"))
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    due_on: Mapped[date | None]
    links: Mapped[list[EntryLink]] = relationship(order_by="EntryLink.id", back_populates="entry")


class EntryLink(Base):
    """A commitment or a body that an entry concerns, from one version of the minutes until another.

    ``since_version_id`` is the version in whose draft it was recorded; None: the first. One that is no longer right is
    ``withdrawn_at`` a moment, in the draft of ``until_version_id``; None: from every version.
    """

    __tablename__ = "forum_entry_links"
    __table_args__ = (
        Index(
            "uq_forum_entry_links_standing", "subject_kind", "subject_id", "entry_id", unique=True,
            sqlite_where=text("withdrawn_at IS NULL"), postgresql_where=text("withdrawn_at IS NULL"),
        ),
        Index("ix_forum_entry_links_subject", "subject_kind", "subject_id"),
    )  # fmt: skip

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("forum_entries.id"), index=True)
    subject_kind: Mapped[Code]
    subject_id: Mapped[RowId]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    since_version_id: Mapped[int | None] = mapped_column(ForeignKey("text_versions.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    until_version_id: Mapped[int | None] = mapped_column(ForeignKey("text_versions.id"))
    entry: Mapped[Entry] = relationship(back_populates="links")


class ActionUpdate(Base):
    """What became of an action item, numbered from 1 and never changed: all that stands of it from then on.

    ``as_of`` is the day of which it speaks. ``evidence_url`` leads to what shows it.
    """

    __tablename__ = "forum_action_updates"
    __table_args__ = (UniqueConstraint("entry_id", "number"),)

    id: Mapped[Id]
    entry_id: Mapped[int] = mapped_column(ForeignKey("forum_entries.id"))
    number: Mapped[int]
    status: Mapped[Code]
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    due_on: Mapped[date | None]
    note_ar: Mapped[Prose]
    note_en: Mapped[Prose]
    evidence_url: Mapped[Line | None]
    evidence_ar: Mapped[Line | None]
    evidence_en: Mapped[Line | None]
    as_of: Mapped[date]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    illustrative: Mapped[bool] = mapped_column(default=False)
    owner: Mapped[Organisation | None] = relationship()


_RECORDED = "who recorded it"
keeps(_RECORDED, "forum_entry_links", "recorded_by_id", "withdrawn_by_id")
keeps(_RECORDED, "forum_action_updates", "recorded_by_id")
keeps(
    "official text of the forum", "forum_action_updates", "note_ar", "note_en", "evidence_url", "evidence_ar",
    "evidence_en",
)  # fmt: skip
