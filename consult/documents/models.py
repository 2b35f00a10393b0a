"""Documents, their versions, what they are attached to, and what was done with each."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import BigInteger, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, RowId, Slug
from consult.shared.erasure import keeps


class DocumentKind(StrEnum):
    """What a document is, as the owner's documents name them."""

    LETTER = "letter"  # of the Prime Minister
    CORRESPONDENCE = "correspondence"
    ACTION_PLAN = "action_plan"
    PROGRESS_REPORT = "progress_report"
    SELF_ASSESSMENT = "self_assessment"
    IRM_REPORT = "irm_report"
    SURVEY_REPORT = "survey_report"
    MINUTES = "minutes"
    SUPPORTING = "supporting"
    LEAFLET = "leaflet"
    PRESENTATION = "presentation"
    VIDEO = "video"
    RESOURCES = "resources"
    INVITATION = "invitation"
    OTHER = "other"


class Visibility(StrEnum):
    """Who reads a document."""

    PUBLIC = "public"
    RESTRICTED = "restricted"


class Attached(StrEnum):
    """What a document can be attached to."""

    PLAN = "plan"
    COMMITMENT = "commitment"
    MILESTONE = "milestone"
    CONSULTATION = "consultation"
    MEETING = "meeting"


class DocumentActKind(StrEnum):
    """What is done with a document."""

    ADDED = "added"
    EDITED = "edited"
    VERSIONED = "versioned"
    ATTACHED = "attached"
    DETACHED = "detached"
    OPENED = "opened"
    RESTRICTED = "restricted"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    ERASURE_ASKED = "erasure-asked"
    ERASURE_TAKEN_BACK = "erasure-taken-back"
    ERASURE_REFUSED = "erasure-refused"
    ERASED = "erased"


class Document(Base):
    """A document. Its slug never changes; it is withdrawn or erased, and never deleted.

    ``number`` is the one that its publisher gave it, ``current`` the number of its newest version.
    """

    __tablename__ = "documents"

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    kind: Mapped[Code] = mapped_column(index=True)
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    publisher_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    number: Mapped[Line] = mapped_column(default="")
    issued_on: Mapped[date | None]
    visibility: Mapped[Code]
    current: Mapped[int]
    created_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]
    publisher: Mapped[Organisation | None] = relationship()
    versions: Mapped[list[DocumentVersion]] = relationship(order_by="DocumentVersion.number")

    @property
    def scope(self) -> str | None:
        """The scope of its publisher, None where none is named: it is then the coordinator's alone."""
        return self.publisher.scope if self.publisher else None

    @property
    def newest(self) -> DocumentVersion:
        """Its newest version."""
        return self.versions[-1]


class DocumentVersion(Base):
    """One file of a document, as it was put there: never changed, and emptied once, when it is erased.

    Its bytes are under ``stored_key``, or at ``address`` elsewhere; neither: the file is not at hand, and ``size`` is
    what its source says. ``languages`` are codes with a space between them. ``stem`` is its name without an ending.
    """

    __tablename__ = "document_versions"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    number: Mapped[int]
    languages: Mapped[Code]
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int | None] = mapped_column(BigInteger())
    sha256: Mapped[str] = mapped_column(String(64))
    stored_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    address: Mapped[Prose]
    stem: Mapped[Line]
    dated_on: Mapped[date | None]
    added_at: Mapped[datetime]
    added_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class DocumentAttachment(Base):
    """A document is attached to something: that it is there is seen to by a trigger. Ended, never deleted."""

    __tablename__ = "document_attachments"
    __table_args__ = (
        Index(
            "uq_document_attachments_standing", "subject_kind", "subject_id", "document_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_document_attachments_document_id", "document_id"),
    )  # fmt: skip

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    subject_kind: Mapped[Code]
    subject_id: Mapped[RowId]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class DocumentAct(Base):
    """One act on a document, with its reason where one is asked for. Never changed or deleted."""

    __tablename__ = "document_acts"

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"), index=True)
    kind: Mapped[Code]
    at: Mapped[datetime]
    by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    role: Mapped[Code]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]


class DocumentErasure(Base):
    """Somebody asks that the bytes of a document be destroyed, and somebody else decides. One waits at a time."""

    __tablename__ = "document_erasures"
    __table_args__ = (
        Index(
            "uq_document_erasures_waiting", "document_id", unique=True,
            sqlite_where=text("decided_at IS NULL"), postgresql_where=text("decided_at IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[Id]
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[Prose]
    at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    accepted: Mapped[bool | None]


class File(NamedTuple):
    """One version, as pages show it."""

    number: int
    languages: str
    media_type: str
    size: int | None
    sha256: str
    stored_key: str | None
    address: str
    stem: str
    dated_on: date | None
    added_at: datetime


class Filed(NamedTuple):
    """A document with its newest version, as lists show it."""

    id: int
    slug: str
    kind: str
    title_ar: str
    title_en: str
    number: str
    issued_on: date | None
    visibility: str
    created_at: datetime
    withdrawn_at: datetime | None
    erased_at: datetime | None
    publisher_ar: str | None
    publisher_en: str | None
    publisher_slug: str | None
    file: File


keeps("what a document is, of which an erasure leaves a tombstone", "documents")
keeps(
    "the file of a body, erased by two persons (documents.services.erasing)",
    "document_versions",
    "address",
    "stem",
)
keeps("staff who put it there", "document_versions", "added_by_id")
keeps("staff who attached it", "document_attachments", "by_id", "ended_by_id")
keeps("who did it, and the published reason: frozen", "document_acts", "by_id", "reason_ar", "reason_en")
keeps("staff who asked or decided", "document_erasures", "asked_by_id", "decided_by_id")
keeps("for the one who decides: emptied as soon as it is decided", "document_erasures", "reason")
