"""What is only shown of plans, commitments and milestones: plain rows."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from consult.organisations.models import NamedBody


class NamedPlan(NamedTuple):
    """A plan, as it is named elsewhere."""

    id: int
    slug: str
    number: int
    title_ar: str
    title_en: str


class NamedCommitment(NamedTuple):
    """A commitment, as it is named elsewhere, with its plan."""

    id: int
    text_id: int
    number: str
    title_ar: str
    title_en: str
    plan: NamedPlan


class Stated(NamedTuple):
    """What one source says of a plan; None where it says nothing."""

    source_ar: str
    source_en: str
    start_year: int | None
    end_year: int | None
    commitment_count: int | None
    period_of: str | None
    counted_by: str | None
    dated_on: date | None


class StatedPlan(NamedTuple):
    """A plan with what each source says of it."""

    id: int
    slug: str
    number: int
    title_ar: str
    title_en: str
    topics_ar: str | None
    topics_en: str | None
    level: str
    body_id: int | None
    statements: tuple[Stated, ...]


class RecordedMilestone(NamedTuple):
    """A milestone, as the plan record shows it; ``as_of`` is the day of the last word on it.

    ``delayed``: a delay was declared; ``withdrawn``: it is delivered no more, and stays to be read.
    ``illustrative``: the demonstration invented it. Of one without a beginning and a word stand the first year of its
    plan and the day on which its commitment, or the plan, was adopted, as far as the record knows them.
    """

    id: int
    title_ar: str
    title_en: str
    due_on: date
    status: str
    as_of: date | None
    starts_on: date | None = None
    withdrawn: bool = False
    delayed: bool = False
    illustrative: bool = False
    plan_year: int | None = None
    adopted_on: date | None = None

    @property
    def begun_on(self) -> date | None:
        """The day from which a word is waited for: it begins, else its plan does, or is adopted later than that."""
        if self.starts_on is not None:
            return self.starts_on
        plan = date(self.plan_year, 1, 1) if self.plan_year else None
        return max((day for day in (plan, self.adopted_on) if day), default=None)


class RecordedCommitment(NamedTuple):
    """A commitment, as the plan record shows it: with its plan, the body that carries it out, and its milestones.

    ``adopted``: its milestones are to be reported on, since it was adopted, or the record brought it along.
    """

    id: int
    text_id: int
    number: str
    position: int
    title_ar: str
    title_en: str
    note_ar: str | None
    note_en: str | None
    delayed: bool
    delay_note_ar: str | None
    delay_note_en: str | None
    recovery_ar: str | None
    recovery_en: str | None
    plan: NamedPlan
    lead: NamedBody | None
    milestones: tuple[RecordedMilestone, ...]
    adopted: bool = True


class CommitmentPlace(NamedTuple):
    """Where a commitment stands in the order of its plan."""

    position: int
    id: int
