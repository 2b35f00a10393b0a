"""A plan's commitments and milestones as they are handed over in a file: plain values, as the record has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple


class ExchangedBody(NamedTuple):
    """A body that holds a role, by its address and its names."""

    id: int
    slug: str
    name_ar: str
    name_en: str


@dataclass(frozen=True, slots=True)
class ExchangedMilestone:
    """A milestone with what it delivers, when it begins and is due, and where it stands, read on ``as_of``.

    One that was ``withdrawn`` says so in every file, as one does whose delay was declared. ``illustrative``: it was
    invented.
    """

    id: int
    title_ar: str
    title_en: str
    deliverable_ar: str
    deliverable_en: str
    starts_on: date | None
    due_on: date
    status: str
    as_of: date | None
    withdrawn: bool = False
    delayed: bool = False
    illustrative: bool = False


@dataclass(frozen=True, slots=True)
class ExchangedCommitment:
    """A commitment with what it promises, its bodies, by what it is sorted, and its milestones.

    ``promise`` holds the fields of ``models.CommitmentTemplate`` by name, empty where nothing was written;
    ``template_id`` is the newest of those, 0 for none. ``followed``: it is adopted or was brought along, so that its
    milestones change by acts and reports. ``worded``: its words were adopted, so that they change with a reason.
    ``leads`` begins with the one that leads. ``labels`` are codes by family.
    """

    id: int
    number: str
    shown: bool
    title_ar: str
    title_en: str
    template_id: int
    promise: dict[str, str | date | None]
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    leads: tuple[ExchangedBody, ...] = ()
    supporting: tuple[ExchangedBody, ...] = ()
    milestones: tuple[ExchangedMilestone, ...] = ()
    followed: bool = False
    worded: bool = False

    @property
    def lead_id(self) -> int | None:
        """The body that leads, None where none does."""
        return self.leads[0].id if self.leads else None
