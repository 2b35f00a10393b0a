"""Agencies, municipalities, civil society."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column

from consult.orm import Base, Code, Id, Line, Slug


class OrganisationKind(StrEnum):
    """The kinds of stakeholder that the minutes of the forum name."""

    AGENCY = "agency"
    MUNICIPALITY = "municipality"
    INDEPENDENT = "independent"
    CIVIL_SOCIETY = "civil_society"
    WOMEN = "women"
    YOUTH = "youth"
    UNION = "union"
    CHAMBER = "chamber"
    PRIVATE = "private"
    ACADEMIA = "academia"


class Organisation(Base):
    """A body that asks or takes part. Its slug is its scope in grants and never changes."""

    __tablename__ = "organisations"

    id: Mapped[Id]
    slug: Mapped[Slug] = mapped_column(unique=True)
    kind: Mapped[Code]
    name_ar: Mapped[Line]
    name_en: Mapped[Line]
    illustrative: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    @property
    def scope(self) -> str:
        """The scope under which roles are granted in it."""
        return f"organisation:{self.slug}"
