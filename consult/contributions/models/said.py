"""What was said: contributions, the revisions that hold their words, and staff's translations of them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    String,
    UniqueConstraint,
    and_,
    false,
    text,
)
from sqlalchemy.ext.associationproxy import AssociationProxy, association_proxy
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from consult.consultations.models import Activity, Consultation
from consult.contributions.models.kinds import Channel, Kind, Status
from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, RowId
from consult.shared.erasure import keeps
from consult.shared.fingerprint import facts_of
from consult.shared.subjects import Subject, SubjectKind


class Revision(Base):
    """What somebody said, as they said it then: words, stance, name and print. Triggers let it be added and emptied.

    A contribution's revisions are numbered from 1, without gaps; everybody has one. ``correction``: others read the one
    before beside it; otherwise it took the place of that one before anybody had answered or voted. ``salt`` is 16
    bytes, ``seal_version`` says what its fingerprint covers, ``details`` are what an activity adds to it, in canonical
    form (``facts``); erasing destroys salt, words and details of all of them together.
    """

    __tablename__ = "contribution_revisions"
    __table_args__ = (
        # It grows with participation, and is counted a consultation at a time.
        Index(
            "ix_contribution_revisions_counted",
            "consultation_id",
            "stance",
            sqlite_where=text("stance IS NOT NULL"),
            postgresql_where=text("stance IS NOT NULL"),
        ),
    )

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    title: Mapped[Prose | None]
    problem: Mapped[Prose | None]
    body: Mapped[Prose | None]
    stance: Mapped[Code | None]
    language: Mapped[Code]
    shown_name: Mapped[Line | None]
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    fingerprint: Mapped[str] = mapped_column(String(64))
    received_at: Mapped[datetime]
    details: Mapped[Prose | None] = mapped_column(default="")
    seal_version: Mapped[int]
    correction: Mapped[bool] = mapped_column(default=False, server_default=false())

    @property
    def facts(self) -> dict[str, str]:
        """What is sealed beside its words, by name."""
        return facts_of(self.details)


def revision_key() -> ForeignKeyConstraint:
    """Return the key by which what is about a contribution names the revision that it is about, with its number."""
    return ForeignKeyConstraint(
        ["contribution_id", "revision"],
        ["contribution_revisions.contribution_id", "contribution_revisions.number"],
    )


def clause_of(subject_kind: str, subject_id: int) -> int | None:
    """Return the clause that is a subject, None where it is none."""
    return subject_id if subject_kind == SubjectKind.CLAUSE else None


class Contribution(Base):
    """Something that was said: by whom, where, and what became of it; its words are its revisions'.

    What it is never changes and its row is never deleted: triggers refuse both. ``revision_number`` is the revision
    that stands now, whose words are the contribution's. A reply has its root's subject and activity; ``parent_id`` says
    what it answers, ``parent_revision`` in which words. ``version_id`` is the version that its author saw. ``depth`` is
    0 for what answers the consultation itself and at most 2 for a reply to a reply.
    """

    __tablename__ = "contributions"
    __table_args__ = (
        UniqueConstraint("author_id", "idempotency_key"),
        CheckConstraint("depth BETWEEN 0 AND 2", name="depth"),
        Index(
            "ix_contributions_consultation_thread", "consultation_id", "subject_kind", "subject_id", "depth", "id"
        ),
        # A consultation's page of the whole text may hold several texts.
        Index(
            "ix_contributions_whole", "consultation_id", "depth", "id",
            sqlite_where=text("subject_kind = 'text'"), postgresql_where=text("subject_kind = 'text'"),
        ),
        Index("ix_contributions_consultation_newest", "consultation_id", "depth", "id"),
        Index("ix_contributions_consultation_order", "consultation_id", "id"),
        Index("ix_contributions_counted", "consultation_id", "status", "late", "kind"),
        Index(
            "ix_contributions_revised", "consultation_id", "revision_number",
            sqlite_where=text("revision_number > 1"), postgresql_where=text("revision_number > 1"),
        ),
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
    activity_id: Mapped[int] = mapped_column(ForeignKey("activities.id"))
    subject_kind: Mapped[Code]
    subject_id: Mapped[RowId]
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("contributions.id"))
    parent_revision: Mapped[int | None]
    depth: Mapped[int]
    author_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    about: Mapped[Line]
    channel: Mapped[Code] = mapped_column(default=Channel.SITE.value, server_default="site")
    revision_number: Mapped[int] = mapped_column(default=1)
    posted_at: Mapped[datetime]
    late: Mapped[bool]
    status: Mapped[Code]
    status_at: Mapped[datetime]
    idempotency_key: Mapped[str] = mapped_column(String(64))
    consultation: Mapped[Consultation] = relationship()
    activity: Mapped[Activity] = relationship()
    organisation: Mapped[Organisation | None] = relationship()
    # What stands now: read along, so that nothing asks for it by itself. Who adds one writes it as a row of its own.
    revision: Mapped[Revision] = relationship(
        primaryjoin=lambda: and_(
            Contribution.id == foreign(Revision.contribution_id),
            Contribution.revision_number == foreign(Revision.number),
        ),
        viewonly=True,
        lazy="joined",
        # Joined to what is joined itself: in a bracket of its own, SQLite would read every revision that there is.
        innerjoin="unnested",  # type: ignore[arg-type]
        uselist=False,
    )
    title: AssociationProxy[str | None] = association_proxy("revision", "title")
    problem: AssociationProxy[str | None] = association_proxy("revision", "problem")
    body: AssociationProxy[str | None] = association_proxy("revision", "body")
    stance: AssociationProxy[str | None] = association_proxy("revision", "stance")
    language: AssociationProxy[str] = association_proxy("revision", "language")
    shown_name: AssociationProxy[str | None] = association_proxy("revision", "shown_name")
    salt: AssociationProxy[bytes | None] = association_proxy("revision", "salt")
    fingerprint: AssociationProxy[str] = association_proxy("revision", "fingerprint")
    received_at: AssociationProxy[datetime] = association_proxy("revision", "received_at")
    details: AssociationProxy[str | None] = association_proxy("revision", "details")
    seal_version: AssociationProxy[int] = association_proxy("revision", "seal_version")
    correction: AssociationProxy[bool] = association_proxy("revision", "correction")

    @property
    def subject(self) -> Subject:
        """What it is about."""
        return Subject(SubjectKind(self.subject_kind), self.subject_id)

    @property
    def clause_id(self) -> int | None:
        """The clause that it is about, None where it is about the text as a whole."""
        return clause_of(self.subject_kind, self.subject_id)

    @property
    def is_published(self) -> bool:
        """Whether its words are shown."""
        return self.status == Status.PUBLISHED

    @property
    def facts(self) -> dict[str, str]:
        """What is sealed beside its words, by name."""
        return self.revision.facts

    @property
    def is_touched(self) -> bool:
        """Whether anything was decided about it since it was posted."""
        return self.status_at != self.posted_at

    @hybrid_property
    def counts_as_voice(self) -> bool:
        """Whether somebody says it to the asking body: it counts, and has a right to an answer."""
        return self.kind != Kind.CLARIFICATION


class Translation(Base):
    """Staff's translation of a contribution, shown below its own words; the highest ``number`` of a language counts.

    ``revision`` is the one that it translates.
    """

    __tablename__ = "contribution_translations"
    __table_args__ = (
        UniqueConstraint("contribution_id", "language", "number"),
        revision_key(),
    )

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    revision: Mapped[int]
    language: Mapped[Code]
    number: Mapped[int]
    title: Mapped[Prose | None]
    problem: Mapped[Prose | None]
    body: Mapped[Prose | None]
    role: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]


keeps("which clause or contribution it is about, by number", "contributions", "about")
keeps("who translated it", "contribution_translations", "user_id")
