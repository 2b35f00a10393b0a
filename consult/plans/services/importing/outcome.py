"""What comes of reading a file against the record: a word for each line, and what carrying it out would record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from consult.plans.models.exchanged import ExchangedCommitment
from consult.plans.services.template import Template
from consult.plans.services.words import CommitmentWords, MilestoneWords
from consult.shared.errors import DomainError

# What the cells of a family may say, folded, with the code that it means: its labels in both languages.
Vocabulary = Mapping[str, Mapping[str, str]]


class Outcome(StrEnum):
    """What would become of a line."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line, at a column by its key; an empty one is the whole line."""

    line: int
    column: str
    error: DomainError


@dataclass(slots=True)
class Line:
    """A line of the file: what it is about, what would become of it, and by which of its columns.

    ``milestone`` are its titles in Arabic and English; ``from_above``: the line names no commitment of its own.
    ``values`` are by column what stands and what would: words, a day, codes, or bodies with their names.
    """

    number: int
    commitment: str
    from_above: bool = False
    milestone: tuple[str, str] = ("", "")
    values: dict[str, tuple[object, object]] = field(default_factory=dict)
    outcome: Outcome = Outcome.UNCHANGED
    changed: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MilestoneChange:
    """What is to be recorded of a milestone; ``id`` is None for a new one."""

    id: int | None
    said: MilestoneWords


@dataclass(slots=True)
class CommitmentChange:
    """What is to be recorded of a commitment: None, or nothing, where that stays as it is.

    ``there`` is the commitment as it stands, None for a new one. ``leads`` and ``supporting`` are ids of bodies.
    """

    number: str
    there: ExchangedCommitment | None
    title: CommitmentWords | None = None
    template: Template | None = None
    labels: dict[str, tuple[str, ...]] | None = None
    leads: tuple[int, ...] | None = None
    supporting: tuple[int, ...] | None = None
    milestones: list[MilestoneChange] = field(default_factory=list)

    @property
    def passes_lead(self) -> bool:
        """Whether another body takes the lead from the one that has it, which needs its reason."""
        had = self.there.lead_id if self.there else None
        return self.leads is not None and had is not None and self.leads[0] != had

    @property
    def is_none(self) -> bool:
        """Whether nothing of it changes."""
        said = (self.title, self.template, self.labels, self.leads, self.supporting)
        return self.there is not None and not self.milestones and all(each is None for each in said)


@dataclass(slots=True)
class Preview:
    """What a file would change: ``unknown`` headings are left aside, ``lacking`` columns keep it from being read.

    ``twice`` are columns that stand there more than once. ``seen`` marks the record that it was compared with.
    """

    sheet: str
    seen: str
    unknown: list[str] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    other_sheets: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    changes: list[CommitmentChange] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether nothing of it can be carried out: it is all or nothing."""
        return bool(self.lacking or self.twice) or any(line.problems for line in self.lines)

    @property
    def passes_lead(self) -> bool:
        """Whether another body takes a lead."""
        return any(change.passes_lead for change in self.changes)

    def count(self, outcome: Outcome) -> int:
        """Return how many lines have this outcome."""
        return sum(line.outcome is outcome for line in self.lines)
