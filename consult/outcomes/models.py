"""The working outcome (themes, points, responses) and the published one, which never changes."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any, NotRequired, TypedDict

from sqlalchemy import JSON, ForeignKey, Index, UniqueConstraint, and_, text
from sqlalchemy.ext.hybrid import hybrid_method
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship

from consult.consultations.models import Consultation
from consult.contributions.models import Contribution, revision_key
from consult.orm import Base, Code, Id, Line, Prose
from consult.shared.erasure import keeps
from consult.texts.models import ClauseDifference

# Until when a place counts that has no end yet: no outcome has this number.
OPEN = 2**31 - 1


class Answer(StrEnum):
    """What came of a theme."""

    ACCEPTED = "accepted"
    ACCEPTED_IN_PART = "accepted_in_part"
    NOTED_FOR_LATER = "noted_for_later"
    NOT_ACCEPTED = "not_accepted"
    OUT_OF_SCOPE = "out_of_scope"


class WorkingOutcome(Base):
    """Who edited a consultation's working outcome last, and how often: the publisher must be somebody else."""

    __tablename__ = "working_outcomes"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"), primary_key=True)
    last_editor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    edited_at: Mapped[datetime]
    revision: Mapped[int]


class Theme(Base):
    """A group of contributions that get one answer.

    ``voices`` is how many stand under it now, ``primary_voices`` how many of them stand there primarily: triggers keep
    both whenever a place begins or ends.
    """

    __tablename__ = "themes"
    __table_args__ = (Index("ix_themes_consultation", "consultation_id", "position"),)

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    position: Mapped[int]
    title_ar: Mapped[Line]
    title_en: Mapped[Line]
    voices: Mapped[int] = mapped_column(server_default="0")
    primary_voices: Mapped[int] = mapped_column(server_default="0")
    points: Mapped[list[SummaryPoint]] = relationship(
        primaryjoin="and_(SummaryPoint.theme_id == Theme.id, SummaryPoint.removed_at.is_(None))",
        order_by="SummaryPoint.position, SummaryPoint.id",
        viewonly=True,
    )
    response: Mapped[Response | None] = relationship(back_populates="theme")


class ThemeAssignment(Base):
    """A contribution's place under a theme; one of its places is primary, so that totals add up."""

    __tablename__ = "theme_assignments"
    __table_args__ = (
        UniqueConstraint("contribution_id", "theme_id"),
        Index(
            "uq_theme_assignments_primary", "contribution_id", unique=True,
            sqlite_where=text("is_primary"), postgresql_where=text("is_primary"),
        ),
        Index("ix_theme_assignments_theme", "theme_id", "contribution_id"),
    )  # fmt: skip

    id: Mapped[Id]
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"))
    is_primary: Mapped[bool]
    at: Mapped[datetime]


class SummaryPoint(Base):
    """A sentence of the summary, in both languages, that cites contributions."""

    __tablename__ = "summary_points"

    id: Mapped[Id]
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), index=True)
    position: Mapped[int]
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]
    # Since when it stands in the summary no more; it can be brought back, and no publication takes it.
    removed_at: Mapped[datetime | None]
    citations: Mapped[list[SummaryCitation]] = relationship(
        order_by="SummaryCitation.id", cascade="all, delete-orphan"
    )


class SummaryCitation(Base):
    """A contribution that a point rests on, in the words of its ``revision``: a reference, not a copy."""

    __tablename__ = "summary_citations"
    __table_args__ = (UniqueConstraint("point_id", "contribution_id"), revision_key())

    id: Mapped[Id]
    point_id: Mapped[int] = mapped_column(ForeignKey("summary_points.id"))
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"))
    revision: Mapped[int]
    contribution: Mapped[Contribution] = relationship()


class Response(Base):
    """The working answer to a theme: outcome, reason, what changes.

    ``looked_voices`` is how many voices stood under the theme when somebody last looked whether it answers them, by
    writing it or by saying that it stands; ``looked_by_id`` is None where that was not recorded yet.
    """

    __tablename__ = "responses"

    id: Mapped[Id]
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), unique=True)
    outcome: Mapped[Code]
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    revision: Mapped[int]
    edited_at: Mapped[datetime]
    looked_at: Mapped[datetime]
    looked_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    looked_voices: Mapped[int]
    theme: Mapped[Theme] = relationship(back_populates="response")
    changes: Mapped[list[ResponseChange]] = relationship(
        order_by="ResponseChange.id", cascade="all, delete-orphan"
    )
    milestones: Mapped[list[ResponseMilestone]] = relationship(
        order_by="ResponseMilestone.id", cascade="all, delete-orphan"
    )


class ResponseChange(Base):
    """A clause's new words, in both languages."""

    __tablename__ = "response_changes"
    __table_args__ = (UniqueConstraint("response_id", "clause_id"),)

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"))
    text_ar: Mapped[Prose]
    text_en: Mapped[Prose]


class ResponseMilestone(Base):
    """A milestone that delivers the answer."""

    __tablename__ = "response_milestones"
    __table_args__ = (UniqueConstraint("response_id", "milestone_id"),)

    id: Mapped[Id]
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"))


class FrozenPoint(TypedDict):
    """A sentence of the summary, with the references that it cites, and beside each the number of its revision."""

    text_ar: str
    text_en: str
    cites: list[str]
    revisions: NotRequired[list[int]]


def quotes(point: FrozenPoint) -> list[tuple[str, int]]:
    """Return what a point cites: reference and revision; before revisions had numbers everybody had one."""
    revisions = point.get("revisions", [1] * len(point["cites"]))
    return list(zip(point["cites"], revisions, strict=True))


class FrozenTheme(TypedDict):
    """A theme and its answer as they were published. ``primary`` counts each contribution under one theme alone."""

    id: int
    title_ar: str
    title_en: str
    outcome: str
    reason_ar: str
    reason_en: str
    voices: int
    primary: int
    points: list[FrozenPoint]
    # Of a correction: which parts say something else than the version before (``services.correcting.Part``).
    changed: NotRequired[list[str]]


class Outcome(Base):
    """A published outcome version: frozen, by a trigger in the database.

    ``content`` is ``{"themes": [FrozenTheme], "notes": [{"at", "kind", "reference", "rule", "entry"}], "decisions",
    "counted_at"?}``; ``figures`` are whole numbers by name. ``notes`` are what was decided about voices after earlier
    versions; ``decisions`` is the last decision that it knows of; ``counted_at`` is there where the figures are those
    of an earlier version, and says when they were counted.
    """

    __tablename__ = "outcomes"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[Id]
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultations.id"))
    number: Mapped[int]
    published_at: Mapped[datetime]
    publisher_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reason_ar: Mapped[Prose]
    reason_en: Mapped[Prose]
    figures: Mapped[dict[str, Any]] = mapped_column(JSON)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    consultation: Mapped[Consultation] = relationship()

    @property
    def themes(self) -> list[FrozenTheme]:
        """The themes with their answers, in their order."""
        themes: list[FrozenTheme] = self.content["themes"]
        return themes

    @property
    def copied_figures(self) -> bool:
        """Whether it stands as the version before did, but for what was erased."""
        return "counted_at" in self.content

    @property
    def counted_at(self) -> datetime:
        """When its figures were counted."""
        counted = self.content.get("counted_at")
        return datetime.fromisoformat(counted) if counted else self.published_at


class Placement(Base):
    """Where a shown voice stands, its own place or the one that it inherits.

    It counts in the outcomes numbered from ``since`` to before ``until``; one that stands now has no end (``OPEN``).
    Publishing copies nothing: what a published outcome says of it is frozen, by triggers, from that moment. A voice has
    one primary place at a time, and places under the themes of its own consultation alone.
    """

    __tablename__ = "placements"
    __table_args__ = (
        Index("ix_placements_theme", "theme_id", "contribution_id", "until", "since", "is_primary"),
        Index(
            "uq_placements_primary", "contribution_id", unique=True,
            sqlite_where=text(f"is_primary = 1 AND until = {OPEN}"),
            postgresql_where=text(f"is_primary AND until = {OPEN}"),
        ),
    )  # fmt: skip

    contribution_id: Mapped[int] = mapped_column(ForeignKey("contributions.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    since: Mapped[int] = mapped_column(primary_key=True)
    until: Mapped[int] = mapped_column(default=OPEN)
    is_primary: Mapped[bool]

    @hybrid_method
    def counts_in(self, number: Any) -> Any:  # noqa: ANN401 - a number, or the column of one
        """Whether it counts in the outcome of this number."""
        return (self.since <= number) & (self.until > number)


class OutcomeChange(Base):
    """A clause that a published answer changed, from one version's words to another's. Frozen."""

    __tablename__ = "outcome_changes"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    clause_id: Mapped[int] = mapped_column(ForeignKey("clauses.id"), primary_key=True)
    from_version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"))
    to_version_id: Mapped[int] = mapped_column(ForeignKey("text_versions.id"), index=True)
    # What changed in its words, where that is kept: read along, so that no page asks for it by itself.
    difference: Mapped[ClauseDifference | None] = relationship(
        primaryjoin=lambda: and_(
            OutcomeChange.from_version_id == foreign(ClauseDifference.from_version_id),
            OutcomeChange.to_version_id == foreign(ClauseDifference.to_version_id),
            OutcomeChange.clause_id == foreign(ClauseDifference.clause_id),
        ),
        viewonly=True,
        lazy="joined",
        uselist=False,
    )


class OutcomeMilestone(Base):
    """A milestone that a published answer named. Frozen."""

    __tablename__ = "outcome_milestones"

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcomes.id"), primary_key=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("themes.id"), primary_key=True)
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestones.id"), primary_key=True, index=True)


keeps("who edited or published it last", "working_outcomes", "last_editor_id")
keeps("who edited or published it last", "outcomes", "publisher_id")
keeps("who looked again whether an answer stands", "responses", "looked_by_id")
for _table in ("themes", "summary_points", "response_changes"):
    keeps("the body's own answer, which cites by reference", _table)
keeps("the body's own answer, which cites by reference", "responses", "outcome", "reason_ar", "reason_en")
keeps("the same, published: frozen", "outcomes", "content", "figures", "reason_ar", "reason_en")
