"""Consultations, the acts of their life, the texts they are about, what people do in them, and errata."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.accounts.models import organisation_scope
from consult.forum.models import NamedMeeting
from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.plans.models import NamedCommitment
from consult.shared.erasure import keeps

# What a text can be of. Which one a text is of, ``queries.owners`` alone finds out.
TextOwner = NamedCommitment | NamedMeeting


class Level(StrEnum):
    """The promised level of participation, lowest first."""

    INFORM = "inform"
    CONSULT = "consult"
    INVOLVE = "involve"
    COLLABORATE = "collaborate"
    EMPOWER = "empower"


class ActKind(StrEnum):
    """What staff do with a consultation."""

    DRAFTED = "drafted"
    DISCARDED = "discarded"
    BROUGHT_BACK = "brought-back"
    ANNOUNCED = "announced"
    EXTENDED = "extended"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    ANSWERED = "answered"


# What is done before the announcement: neither the log nor the public page tells of it.
OF_DRAFTS = frozenset({ActKind.DRAFTED, ActKind.DISCARDED, ActKind.BROUGHT_BACK})


class ActivityKind(StrEnum):
    """What people do in a consultation; what each kind can do stands in ``policies.capabilities``."""

    COMMENT = "comment"
    VOTE = "vote"
    PROPOSAL = "proposal"


class Consultation(Base):
    """A question put to the public. From its announcement question and text are frozen: a trigger refuses.

    A draft that is ``discarded_at`` some moment is neither written nor announced until it is brought back.
    ``promise`` says in its own words what its ``level`` promises; empty: in those that all have.
    ``hold_after`` so many reports of distinct accounts a voice is held until a moderator decides; None: never.
    """

    __tablename__ = "consultations"
    __table_args__ = (
        # All that a state follows from: lists by state are cut from the index alone.
        Index(
            "ix_consultations_moments", "announced_at", "opens_at", "closes_at", "cancelled_at", "answered_at",
            "organisation_id", "discarded_at",
        ),
    )  # fmt: skip

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisations.id"))
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    why_ar: Mapped[Prose]
    why_en: Mapped[Prose]
    open_to_change_ar: Mapped[Prose]
    open_to_change_en: Mapped[Prose]
    not_open_ar: Mapped[Prose]
    not_open_en: Mapped[Prose]
    decider_ar: Mapped[Prose]
    decider_en: Mapped[Prose]
    level: Mapped[Code]
    promise_ar: Mapped[Prose] = mapped_column(server_default="")
    promise_en: Mapped[Prose] = mapped_column(server_default="")
    ways_ar: Mapped[Prose]
    ways_en: Mapped[Prose]
    contact_name_ar: Mapped[Line]
    contact_name_en: Mapped[Line] = mapped_column(server_default="")
    contact_email: Mapped[Line]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    notice_reason_ar: Mapped[Prose]
    notice_reason_en: Mapped[Prose]
    period_reason_ar: Mapped[Prose]
    period_reason_en: Mapped[Prose]
    hold_after: Mapped[int | None]
    illustrative: Mapped[bool] = mapped_column(default=False)
    announced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    discarded_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    texts: Mapped[list[ConsultationText]] = relationship(order_by="ConsultationText.position")
    activities: Mapped[list[Activity]] = relationship(order_by="Activity.position")
    acts: Mapped[list[ConsultationAct]] = relationship(order_by="ConsultationAct.id")


class ConsultationText(Base):
    """A version of a text that a consultation is about."""

    __tablename__ = "consultation_texts"
    __table_args__ = (UniqueConstraint("consultation_id", "version_id"),)

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"), index=True)
    position: Mapped[int]


class Activity(Base):
    """One thing that people do in a consultation. From the announcement only its closing moves, and only later.

    Without dates of its own it follows the consultation's, extensions included; others lie within those: triggers
    refuse what does not. ``slug`` names it in public, within its consultation.
    """

    __tablename__ = "activities"
    __table_args__ = (
        UniqueConstraint("consultation_id", "slug"),
        UniqueConstraint("consultation_id", "position"),
    )

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    kind: Mapped[Code]
    slug: Mapped[Slug]
    position: Mapped[int]
    opens_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    settings: Mapped[dict[str, Any]] = mapped_column(JSON)


class ConsultationAct(Base):
    """What was done, when, in which role and why. Never changed or deleted."""

    __tablename__ = "consultation_acts"

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), index=True)
    kind: Mapped[Code]
    at: Mapped[datetime]
    role: Mapped[Code]
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)


class Told(StrEnum):
    """How somebody was told of a consultation."""

    MAIL = "mail"  # by us, to each representative
    LETTER = "letter"
    PHONE = "phone"
    MEETING = "meeting"
    MEDIA = "media"
    OTHER = "other"


class ConsultationInvitation(Base):
    """Whom the asking body told of a consultation: an organisation that is entered here, or others by their name.

    Triggers refuse to change or delete it. ``name_ar`` and ``name_en`` are empty where ``organisation_id`` says who.
    """

    __tablename__ = "consultation_invitations"
    __table_args__ = (
        Index(
            "uq_consultation_invitations_organisation", "consultation_id", "organisation_id", unique=True,
            sqlite_where=text("organisation_id IS NOT NULL"), postgresql_where=text("organisation_id IS NOT NULL"),
        ),
        Index("ix_consultation_invitations_consultation", "consultation_id", "id"),
    )  # fmt: skip

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisations.id"))
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    how: Mapped[Code]
    told_on: Mapped[date]
    at: Mapped[datetime]
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    organisation: Mapped[Organisation | None] = relationship()


class AskingBody(NamedTuple):
    """The organisation that asks, as it is named beside its consultations."""

    slug: str
    name_ar: str
    name_en: str

    @property
    def scope(self) -> str:
        """The scope under which roles are granted in it."""
        return organisation_scope(self.slug)


class ConsultationRow(NamedTuple):
    """A consultation as pages show it: what it is called, when it takes place, who asks and about what.

    ``owners`` is what its texts are of, in their order and each once, None for those of no known owner; ``shown`` is
    how many contributions are shown, as it is kept; whether it ``calls_for_proposals`` follows from its activities,
    and so does ``sealed_until``: until when nobody sees what was voted, None where everybody does at once.
    """

    id: int
    slug: str
    title_ar: str
    title_en: str
    opens_at: datetime
    closes_at: datetime
    answer_due_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None
    illustrative: bool
    organisation: AskingBody
    shown: int
    calls_for_proposals: bool
    sealed_until: datetime | None
    owners: tuple[TextOwner | None, ...]


class ConsultationWords(NamedTuple):
    """What a consultation says on its own page."""

    why_ar: str
    why_en: str
    open_to_change_ar: str
    open_to_change_en: str
    not_open_ar: str
    not_open_en: str
    decider_ar: str
    decider_en: str
    level: str
    promise_ar: str
    promise_en: str
    ways_ar: str
    ways_en: str
    contact_name_ar: str
    contact_name_en: str
    contact_email: str
    notice_reason_ar: str
    notice_reason_en: str
    period_reason_ar: str
    period_reason_en: str
    hold_after: int | None


class RecordedAct(NamedTuple):
    """What was done with a consultation, as it is read to be shown."""

    kind: str
    at: datetime
    role: str
    user_id: int
    text_ar: str
    text_en: str
    details: dict[str, Any]


keeps("official text", "consultations")
keeps("what can be set of it: no words", "activities", "settings")
keeps(
    "who did it, and what they published: frozen",
    "consultation_acts", "user_id", "text_ar", "text_en", "details",
)  # fmt: skip
keeps(
    "whom the asking body told, and who of its staff did: frozen",
    "consultation_invitations", "name_ar", "name_en", "invited_by_id",
)  # fmt: skip
