"""Words of an adopted commitment that were changed: rows that are added, and that nothing changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import JSON, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Prose
from consult.shared.erasure import keeps


class Reworded(StrEnum):
    """What was put into other words: what a commitment is called, what it promises, or one of its milestones."""

    TITLE = "title"
    TEMPLATE = "template"
    MILESTONE = "milestone"


class Rewording(Base):
    """That words which were adopted were changed, when, by whom and why.

    ``before`` and ``after`` hold, by the names of the fields that differ, what stood and what was put in its place:
    words, a day as ISO has it, or a list of codes; empty where nothing stood.
    """

    __tablename__ = "rewordings"

    id: Mapped[Id]
    commitment_id: Mapped[int] = mapped_column(ForeignKey("commitments.id"), index=True)
    milestone_id: Mapped[int | None] = mapped_column(ForeignKey("milestones.id"), index=True)
    kind: Mapped[Code]
    before: Mapped[dict[str, Any]] = mapped_column(JSON)
    after: Mapped[dict[str, Any]] = mapped_column(JSON)
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


keeps("official text, and its published reason", "rewordings", "before", "after", "reason_ar", "reason_en")
keeps("who recorded it", "rewordings", "recorded_by_id")
