"""Texts of which dated versions are published: their clauses, the words of these, and what changed in them.

A text knows nothing of what it is the text of: its owner points at it.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import NamedBody
from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps

# What stayed, came and went, as ``shared.words.diff`` says it: pairs of what it is and its words.
Pieces = list[tuple[str, str]]


class TextActKind(StrEnum):
    """What staff do with a version of a text, beside writing it and announcing a consultation about it."""

    PUBLISHED = "published"  # without a consultation
    DISCARDED = "discarded"
    BROUGHT_BACK = "brought-back"


class Text(Base):
    """What versions and clauses belong to. It is never changed or deleted: a trigger refuses."""

    __tablename__ = "texts"

    id: Mapped[Id]


class Clause(Base):
    """The unit of text that people comment on. Its id stays from version to version; its words are in ClauseText."""

    __tablename__ = "clauses"

    id: Mapped[Id]
    text_id: Mapped[int] = mapped_column(ForeignKey("texts.id"), index=True)


class TextVersion(Base):
    """One dated version of a text. Once published, neither it nor its clauses change: a trigger refuses.

    A draft that is ``discarded_at`` some moment is neither written nor published until it is brought back.
    """

    __tablename__ = "text_versions"
    __table_args__ = (UniqueConstraint("text_id", "number"),)

    id: Mapped[Id]
    text_id: Mapped[int] = mapped_column(ForeignKey("texts.id"))
    number: Mapped[int]
    drafter_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    reason_ar: Mapped[Prose | None]
    reason_en: Mapped[Prose | None]
    created_at: Mapped[datetime]
    published_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    clauses: Mapped[list[ClauseText]] = relationship(order_by="ClauseText.position", back_populates="version")


class ClauseText(Base):
    """The words of a clause in one version, both of the same text: a trigger refuses another's."""

    __tablename__ = "clause_texts"
    __table_args__ = (UniqueConstraint("version_id", "clause_id"), UniqueConstraint("version_id", "position"))

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), index=True)
    position: Mapped[int]
    heading_ar: Mapped[Line]
    heading_en: Mapped[Line]
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]
    version: Mapped[TextVersion] = relationship(back_populates="clauses")


class ClauseSummary(Base):
    """What a clause means in plain words, beside the text and no part of it. Published, it stays: triggers refuse.

    ``words`` is the digest of the words that it sums up: of others it says nothing, and is not published.
    """

    __tablename__ = "clause_summaries"
    __table_args__ = (UniqueConstraint("version_id", "clause_id"),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    summary_ar: Mapped[Prose]
    summary_en: Mapped[Prose]
    words: Mapped[str] = mapped_column(String(64))


class ClauseDifference(Base):
    """What changed in a clause from one published version to another, kept when the later one was made.

    A field is None where its words did not change. Triggers refuse to change or delete it, and to keep one of a draft.
    Two versions of which nothing is kept are compared by whole clauses.
    """

    __tablename__ = "clause_differences"
    __table_args__ = (UniqueConstraint("from_version_id", "to_version_id", "clause_id"),)

    id: Mapped[Id]
    from_version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    heading_ar: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    heading_en: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    text_ar: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))
    text_en: Mapped[Pieces | None] = mapped_column(JSON(none_as_null=True))


class ClauseMapping(Base):
    """What became, in one version, of a clause that stood in the version before: another clause, or none.

    Several rows from one clause say that it was split, several to one that they were joined, None that it was dropped.
    Triggers refuse to change a row, to add or delete one of a published version, and clauses that do not stand there.
    """

    __tablename__ = "clause_mappings"
    __table_args__ = (
        UniqueConstraint("version_id", "from_clause_id", "to_clause_id"),
        Index(
            "uq_clause_mappings_dropped", "version_id", "from_clause_id", unique=True,
            sqlite_where=text("to_clause_id IS NULL"), postgresql_where=text("to_clause_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    from_clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    to_clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))


class DroppedClause(Base):
    """A clause that was taken out of a draft, with its words: it can be brought back until the text is published.

    ``came_from`` are the clauses of the version before that led to it.
    """

    __tablename__ = "dropped_clauses"
    __table_args__ = (UniqueConstraint("version_id", "clause_id"),)

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    position: Mapped[int]
    heading_ar: Mapped[Line]
    heading_en: Mapped[Line]
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]
    came_from: Mapped[list[int]] = mapped_column(JSON)


class TextAct(Base):
    """What was done with a version, when, in which role and by whom. Never changed or deleted: triggers refuse."""

    __tablename__ = "text_acts"

    id: Mapped[Id]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"), index=True)
    kind: Mapped[Code]
    at: Mapped[datetime]
    role: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class PublishedVersion(NamedTuple):
    """A published version, without its words."""

    id: int
    number: int
    published_at: datetime
    reason_ar: str | None
    reason_en: str | None
    drafter: NamedBody


class DiscardedVersion(NamedTuple):
    """A draft that was discarded, without its words."""

    id: int
    text_id: int
    number: int
    discarded_at: datetime


class ClauseRow(NamedTuple):
    """The words of a clause, without the version that they stand in."""

    clause_id: int
    position: int
    heading_ar: str
    heading_en: str
    text_ar: str
    text_en: str


class KeptDifference(NamedTuple):
    """What is kept of a clause's difference between two versions; a field is None where its words did not change."""

    from_version_id: int
    to_version_id: int
    clause_id: int
    heading_ar: Pieces | None
    heading_en: Pieces | None
    text_ar: Pieces | None
    text_en: Pieces | None


for _table in ("text_versions", "clause_texts", "clause_summaries", "clause_differences", "dropped_clauses"):
    keeps("official text", _table)
keeps("who did it: frozen", "text_acts", "user_id")
