"""Where in the queue somebody came from to decide: they come back to that page, at the voice that follows."""

from __future__ import annotations

from collections.abc import Sequence

from flask import request, url_for

from consult.contributions.models import Contribution, Status
from consult.desk.filters import Finding
from consult.shared.text import as_reference
from consult.web.number_field import number_of

# What the lists of the asking body's own words, and of all words, are called where a status is named.
CLARIFICATIONS, EVERY, REPORTED = "clarifications", "all", "reported"
# The parts of the queue, as its address names them.
PARTS = frozenset({EVERY, CLARIFICATIONS, REPORTED, *Status})
# What of the queue's address is carried along, and what its next row is called. The queue reads each of them anew.
_FILTERS = ("status", "clause", "q", "order", "before")
_NEXT = "at"


def carried(wanted: Finding, shown: Sequence[Contribution]) -> dict[int, dict[str, str | int | None]]:
    """Return what the address of a decision carries along, by the id of each voice on a page of the queue."""
    filters = wanted.asked(before=wanted.before)
    references = [each.reference for each in shown]
    # The last one leads to the one before it; one that is alone, to none.
    following = [*references[1:], *references[-2:-1], None]
    return {each.id: filters | {_NEXT: after} for each, after in zip(shown, following, strict=False)}


def way_back(slug: str) -> str:
    """Return the address of the queue as it was come from, at the voice after the one that was decided."""
    kept = come_with()
    following = kept.pop(_NEXT, None)
    return url_for("desk.queue", slug=slug, **kept, _anchor=following)  # type: ignore[arg-type]  # names of parameters


def come_with() -> dict[str, str]:
    """Return what the page of a decision was come to with, which its form sends along; what no queue asks is left."""
    asked = {name: request.values.get(name, "") for name in _FILTERS}
    asked["status"] = asked["status"] if asked["status"] in PARTS else ""
    asked["before"] = str(number_of(asked["before"]) or "")
    asked[_NEXT] = as_reference(request.values.get(_NEXT, "")) or ""
    return {name: value for name, value in asked.items() if value}
