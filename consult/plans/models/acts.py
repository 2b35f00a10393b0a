"""What is done with a plan and with a commitment: rows that are added, and that nothing changes."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps


class PlanActKind(StrEnum):
    """What is done with a plan; the last of its acts can be taken back, by an act of its own."""

    ADOPTED = "adopted"
    BROUGHT_INTO_FORCE = "brought-into-force"
    REFRESHED = "refreshed"
    ENDED = "ended"
    TAKEN_BACK = "taken-back"


class CommitmentActKind(StrEnum):
    """What is done with a commitment; the last of its acts can be taken back, by an act of its own."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ADOPTED = "adopted"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken-back"


class RecordedAct:
    """An act of the record: on which day it was done, why, and when and by whom it was recorded."""

    kind: Mapped[Code]
    happened_on: Mapped[date]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PlanAct(RecordedAct, Base):
    """An act on a plan; where it stands follows from them (``policies.plan_state``)."""

    __tablename__ = "plan_acts"

    id: Mapped[Id]
    plan_id: Mapped[int] = mapped_column(ForeignKey("plans.id"), index=True)


class CommitmentAct(RecordedAct, Base):
    """An act on a commitment; where it stands follows from them (``policies.commitment_state``)."""

    __tablename__ = "commitment_acts"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)


class CommitmentTemplate(Base):
    """What a commitment promises, field by field of the Partnership's template; the newest row stands.

    Empty words are fields that nobody has written yet; a principle is served where a sentence says how.
    """

    __tablename__ = "commitment_templates"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    problem_ar: Mapped[Prose]
    problem_en: Mapped[Prose]
    what_ar: Mapped[Prose]
    what_en: Mapped[Prose]
    how_ar: Mapped[Prose]
    how_en: Mapped[Prose]
    information_ar: Mapped[Prose]
    information_en: Mapped[Prose]
    accountability_ar: Mapped[Prose]
    accountability_en: Mapped[Prose]
    participation_ar: Mapped[Prose]
    participation_en: Mapped[Prose]
    technology_ar: Mapped[Prose]
    technology_en: Mapped[Prose]
    resources_ar: Mapped[Prose]
    resources_en: Mapped[Prose]
    contact_name_ar: Mapped[Line]
    contact_name_en: Mapped[Line]
    contact_email: Mapped[Line]
    contact_phone: Mapped[Line]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]


for _table in ("plan_acts", "commitment_acts"):
    keeps("who did it, and the published reason", _table, "recorded_by_id", "reason_ar", "reason_en")
_WORDS = [
    column.key
    for column in CommitmentTemplate.__table__.columns
    if column.key.endswith(("_ar", "_en")) or column.key.startswith("contact_")
]
keeps("official text, and the office to write to", "commitment_templates", *_WORDS)
keeps("who recorded it", "commitment_templates", "recorded_by_id")
