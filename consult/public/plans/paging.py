"""The commitments of a plan, a page at a time: what is counted of them is counted of the whole plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import url_for

from consult.plans.models import CommitmentPlace, RecordedCommitment
from consult.web.pagination import Page, page_of, place, written
from consult.web.parameters import unheeded

# So many stand on a page, each with its milestones.
COMMITMENTS = 25


def place_of(row: RecordedCommitment) -> CommitmentPlace:
    """Return where a commitment stands in the order of its plan."""
    return CommitmentPlace(row.position, row.id)


def page_of_commitments(
    every: Sequence[RecordedCommitment], address: Callable[[CommitmentPlace | None], str]
) -> Page[RecordedCommitment]:
    """Return those after the place in the address; what is no place, or after the last, is the first page."""
    begun = place(CommitmentPlace)
    rows = [row for row in every if begun is None or place_of(row) > begun]
    if begun is not None and not rows:
        unheeded("after")
        begun, rows = None, list(every)
    return page_of(rows, COMMITMENTS, begun, address, key=place_of)


def addresses_after(endpoint: str, slug: str, anchor: str) -> Callable[[CommitmentPlace | None], str]:
    """Return what gives the address of the page of a plan's commitments that follows a place."""
    return lambda begun: url_for(endpoint, slug=slug, after=written(begun), _anchor=anchor)
