"""Consultations, the acts of their life, the texts they are about, and errata."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from consult.organisations.models import Organisation
from consult.orm import Base, Code, Id, Line, Prose, Slug
from consult.shared.erasure import keeps


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
    ANNOUNCED = "announced"
    EXTENDED = "extended"
    CORRECTED = "corrected"
    CANCELLED = "cancelled"
    ANSWERED = "answered"


class Consultation(Base):
    """A question put to the public. From its announcement question and text are frozen: a trigger refuses."""

    __tablename__ = "consultations"
    __table_args__ = (
        # All that a state follows from: lists by state are cut from the index alone.
        Index(
            "ix_consultations_moments", "announced_at", "opens_at", "closes_at", "cancelled_at", "answered_at",
            "organisation_id",
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
    ways_ar: Mapped[Prose]
    ways_en: Mapped[Prose]
    contact_name_ar: Mapped[Line]
    contact_name_en: Mapped[Line] = mapped_column(server_default="")
    contact_email: Mapped[Line]
    calls_for_proposals: Mapped[bool]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    answer_due_at: Mapped[datetime]
    notice_reason_ar: Mapped[Prose]
    notice_reason_en: Mapped[Prose]
    period_reason_ar: Mapped[Prose]
    period_reason_en: Mapped[Prose]
    illustrative: Mapped[bool] = mapped_column(default=False)
    announced_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(default=1)
    organisation: Mapped[Organisation] = relationship()
    texts: Mapped[list[ConsultationText]] = relationship(order_by="ConsultationText.position")
    acts: Mapped[list[ConsultationAct]] = relationship(order_by="ConsultationAct.id")


class ConsultationText(Base):
    """A commitment version that a consultation is about."""

    __tablename__ = "consultation_texts"
    __table_args__ = (UniqueConstraint("consultation_id", "version_id"),)

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    version_id: Mapped[int] = mapped_column(ForeignKey("commitment_versions.id"), index=True)
    position: Mapped[int]


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


class Tally(Base):
    """A number that pages show, kept in the transaction of the fact it counts (``contributions.services.counting``).

    ``subject`` is what is counted on: ``all``, ``whole`` or ``clause:7`` of the text, ``voice:12``. Its ``value`` lies
    in several slots that are summed when it is read, so that those who speak at one moment do not wait for one row.
    """

    __tablename__ = "tallies"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    subject: Mapped[Code] = mapped_column(primary_key=True)
    name: Mapped[Code] = mapped_column(primary_key=True)
    slot: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[int]


keeps("official text", "consultations")
keeps(
    "who did it, and what they published: frozen",
    "consultation_acts", "user_id", "text_ar", "text_en", "details",
)  # fmt: skip
