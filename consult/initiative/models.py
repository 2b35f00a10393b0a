"""Rows of the page on the initiative: sections, what they say, their facts, and the editions that were published.

All of them are added and never changed or deleted, by triggers. The desk writes; the public reads an edition.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps


class Shape(StrEnum):
    """How the facts of a section are shown."""

    FACTS = "facts"
    STEPS = "steps"
    TERMS = "terms"


class InitiativeSection(Base):
    """A section of the page. Its slug is where links on the page lead; what it says is in ``InitiativeWords``."""

    __tablename__ = "initiative_sections"

    id: Mapped[Id]
    slug: Mapped[Code] = mapped_column(unique=True)
    shape: Mapped[Code]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class InitiativeWords(Base):
    """What a section says and where it stands: a row at each save, numbered from 1. The newest is the draft.

    A section whose newest row is ``withdrawn`` is left out of the next edition.
    """

    __tablename__ = "initiative_words"
    __table_args__ = (UniqueConstraint("section_id", "number"),)

    id: Mapped[Id]
    section_id: Mapped[int] = mapped_column(ForeignKey("initiative_sections.id"))
    number: Mapped[int]
    place: Mapped[int]
    heading_ar: Mapped[Line]
    heading_en: Mapped[Line]
    prose_ar: Mapped[Prose]
    prose_en: Mapped[Prose]
    withdrawn: Mapped[bool]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class InitiativeFact(Base):
    """A fact with its source. ``corrects_id`` names the row whose place it takes; ``withdrawn`` takes it and says none.

    One that is added again takes the place of the row that withdrew it.
    ``as_of`` is the day of the source, None where the source bears none.
    """

    __tablename__ = "initiative_facts"

    id: Mapped[Id]
    section_id: Mapped[int] = mapped_column(ForeignKey("initiative_sections.id"), index=True)
    place: Mapped[int]
    label_ar: Mapped[Line]
    label_en: Mapped[Line]
    value_ar: Mapped[Prose]
    value_en: Mapped[Prose]
    source_ar: Mapped[Line]
    source_en: Mapped[Line]
    source_url: Mapped[Line]
    as_of: Mapped[date | None]
    recorded_at: Mapped[datetime]
    recorded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("initiative_facts.id"), unique=True)
    withdrawn: Mapped[bool]


class InitiativeEdition(Base):
    """The page as it was published, numbered from 1: ids of the words and of the facts that it shows, and why."""

    __tablename__ = "initiative_editions"

    id: Mapped[Id]
    number: Mapped[int] = mapped_column(unique=True)
    words: Mapped[list[int]] = mapped_column(JSON)
    facts: Mapped[list[int]] = mapped_column(JSON)
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    published_at: Mapped[datetime]
    published_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


@dataclass(frozen=True, slots=True)
class SectionInFull:
    """A section with what it says and its facts, in their order."""

    section: InitiativeSection
    words: InitiativeWords
    facts: Sequence[InitiativeFact]


_OFFICIAL, _RECORDED = "official text of the page on the initiative", "who recorded it"
keeps(_OFFICIAL, "initiative_words", "heading_ar", "heading_en", "prose_ar", "prose_en")
keeps(
    _OFFICIAL, "initiative_facts", "label_ar", "label_en", "value_ar", "value_en", "source_ar", "source_en",
    "source_url",
)  # fmt: skip
keeps(_OFFICIAL, "initiative_editions", "words", "facts", "reason_ar", "reason_en")
for _table in ("initiative_sections", "initiative_words", "initiative_facts"):
    keeps(_RECORDED, _table, "recorded_by_id")
keeps(_RECORDED, "initiative_editions", "published_by_id")
