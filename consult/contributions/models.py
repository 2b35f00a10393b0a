"""Contributions, their translations, and the words that wait for their author."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps


class Kind(StrEnum):
    """What a contribution is; a clarification is the asking body's own word in a thread, and no voice."""

    COMMENT = "comment"
    REPLY = "reply"
    PROPOSAL = "proposal"
    CLARIFICATION = "clarification"


class Stance(StrEnum):
    """Where the author stands on the clause; optional."""

    SUPPORT = "support"
    RESERVATIONS = "reservations"
    OPPOSE = "oppose"
    NEUTRAL = "neutral"


class Status(StrEnum):
    """Whether a contribution is shown, and if not, why."""

    HELD = "held"
    PUBLISHED = "published"
    HIDDEN = "hidden"
    WITHDRAWN = "withdrawn"
    ERASED = "erased"


class Contribution(Base):
    """What somebody said. Its words never change and its row is never deleted: triggers refuse both.

    ``depth`` is 0 for what answers the consultation itself and at most 2 for a reply to a reply. ``salt`` is 16
    bytes; erasing destroys salt, words and author together.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        UniqueConstraint("author_id", "idempotency_key"),
        CheckConstraint("depth BETWEEN 0 AND 2", name="depth"),
        Index("ix_contributions_consultation_thread", "consultation_id", "clause_id", "depth", "id"),
        Index("ix_contributions_consultation_newest", "consultation_id", "depth", "id"),
        Index("ix_contributions_consultation_order", "consultation_id", "id"),
        Index("ix_contributions_counted", "consultation_id", "status", "late", "stance", "kind"),
        Index("ix_contributions_status", "consultation_id", "status", "id", "kind"),
        Index("ix_contributions_parent", "parent_id", "id"),
        Index(
            "ix_contributions_clarifying", "consultation_id", "kind", "id",
            sqlite_where=text("kind = 'clarification'"), postgresql_where=text("kind = 'clarification'"),
        ),
        Index(
            "ix_contributions_spoken_for",
            *("consultation_id", "status", "id", "kind", "late", "organisation_id"),
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
        Index(
            "ix_contributions_organisation",
            "organisation_id",
            "id",
            "status",
            "kind",
            sqlite_where=text("organisation_id IS NOT NULL"),
            postgresql_where=text("organisation_id IS NOT NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    reference: Mapped[Code] = mapped_column(unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    kind: Mapped[Code]
    clause_id: Mapped[int | None] = mapped_column(ForeignKey("clauses.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    depth: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    shown_name: Mapped[Line | None]
    about: Mapped[Line]
    language: Mapped[Code]
    stance: Mapped[Code | None]
    title: Mapped[Prose | None]
    problem: Mapped[Prose | None]
    body: Mapped[Prose | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    fingerprint: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    posted_at: Mapped[datetime]
    late: Mapped[bool]
    status: Mapped[Code]
    status_at: Mapped[datetime]
    idempotency_key: Mapped[str] = mapped_column(String(64))
    consultation: Mapped[Consultation] = relationship()
    organisation: Mapped[Organisation | None] = relationship()

    @property
    def is_published(self) -> bool:
        """Whether its words are shown."""
        return self.status == Status.PUBLISHED

    @hybrid_property
    def counts_as_voice(self) -> bool:
        """Whether somebody says it to the asking body: it counts, and has a right to an answer."""
        return self.kind != Kind.CLARIFICATION


class Speaker(NamedTuple):
    """The organisation for which something was said."""

    slug: str
    kind: str
    name_ar: str
    name_en: str


class ContributionRow(NamedTuple):
    """A contribution as lists show it: a plain row, which nobody changes and which is its own fingerprint in memory.

    ``translated``: staff have translated it. The votes on it are read in threads; elsewhere they are zero.
    """

    id: int
    reference: str
    kind: str
    clause_id: int | None
    parent_id: int | None
    depth: int
    shown_name: str | None
    language: str
    stance: str | None
    title: str | None
    problem: str | None
    body: str | None
    received_at: datetime
    late: bool
    status: str
    status_at: datetime
    organisation: Speaker | None
    translated: bool
    agree: int
    disagree: int

    @property
    def is_published(self) -> bool:
        """Whether its words are shown."""
        return self.status == Status.PUBLISHED

    @property
    def counts_as_voice(self) -> bool:
        """Whether somebody says it to the asking body."""
        return self.kind != Kind.CLARIFICATION


class Translation(Base):
    """Staff's translation of a contribution, shown below its own words; the highest ``number`` of a language counts."""

    __tablename__ = "contribution_translations"
    __table_args__ = (UniqueConstraint("contribution_id", "language", "number"),)

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    language: Mapped[Code]
    number: Mapped[int]
    title: Mapped[Prose | None]
    problem: Mapped[Prose | None]
    body: Mapped[Prose | None]
    role: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]


class Draft(Base):
    """Words that wait until their author has signed in and publishes them. Gone after seven days if they never do.

    ``claimed_at`` is when an account took over what a browser had kept; None for what is kept by a browser alone, and
    for what was written while signed in.
    """

    __tablename__ = "contribution_drafts"

    id: Mapped[Id]
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    words: Mapped[dict[str, Any]] = mapped_column(JSON)
    arrived_at: Mapped[datetime] = mapped_column(index=True)
    posted_reference: Mapped[str | None] = mapped_column(String(40))
    claimed_at: Mapped[datetime | None]


keeps("which clause or contribution it is about, by number", "contributions", "about")
keeps("who translated it", "contribution_translations", "user_id")
