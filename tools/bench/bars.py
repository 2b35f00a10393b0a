"""The bars, and what is over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from tools.bench.measuring import Measured, Size
from tools.bench.weighing import Weight

STATEMENTS, GROWTH, SENT, DESK_MS = 12, 1.3, 30 * 1024, 200
# What asks more, and why: a commitment for its sentences in minutes, a meeting's screen for all its parts.
MORE = {"commitment": 13, "desk, meeting": 16}
# Answers a second beside the yardstick's: a kept page beside "hello", others beside the list, an act beside the insert.
KEPT, ANEW, ANEW_GOAL, ACT_GOAL = 1.0, 0.2, 0.35, 0.25
VISIT_BYTES, VISIT_REQUESTS = 90_000, 12
MEMORY = 2 * 2**20
# What staff wait for: a page of the desk, and the act of publishing.
_STAFFS = {"desk", "publishing"}
_ANEW = ("not kept", "signed in", "written")


def broken(measured: Sequence[Measured]) -> list[str]:
    """Return what is over a bar, one sentence each."""
    return [f"{name}: {said}" for name, rows in by_name(measured) for said in (*_over(rows), *_grown(rows))]


def _over(rows: Sequence[Measured]) -> Iterator[str]:
    """Say what is over at the size where it is worst."""
    ways = rows[0].times
    if "act" in ways:
        return
    for way in _STAFFS & set(ways):
        slow = max(rows, key=lambda row: row.times[way].p50)
        if slow.times[way].p50 > DESK_MS:
            yield f"{slow.times[way].p50:.0f} ms at {slow.size}, more than {DESK_MS}"
    if "publishing" in ways:
        return
    most = max(rows, key=lambda row: row.statements)
    if most.statements > (bound := MORE.get(most.name, STATEMENTS)):
        yield f"{most.statements} statements at {most.size}, more than {bound}"
    if "desk" in ways:
        return
    large = max(rows, key=lambda row: row.sent)
    if large.sent > SENT:
        yield f"{large.sent:,} bytes are sent at {large.size}, more than {SENT:,}"
    for way, bar, yardstick in (("kept", KEPT, "hello"), *((way, ANEW, "list") for way in _ANEW)):
        least = min(rows, key=lambda row: row.times[way].ratio)
        if least.times[way].ratio < bar:
            yield f"{way}, {least.times[way].ratio:.2f}× of {yardstick} at {least.size}, less than {bar}×"


def _grown(rows: Sequence[Measured]) -> Iterator[str]:
    # One more is no growth. A page asks for the decisions on what it shows where something of it is gone, and for
    # translations where something of it is in the other language: which voices are the newest differs by size.
    if max(row.statements for row in rows) > rows[0].statements + 1:
        yield "statements grow with the data: " + ", ".join(f"{row.statements} at {row.size}" for row in rows)
    for size, way, times in growth(rows):
        if times > GROWTH:
            yield f"{way}, {times:.2f}× slower at {size} than at {rows[0].size}, more than {GROWTH}×"


def goals(measured: Sequence[Measured]) -> list[str]:
    """Return how many pages and acts reach what is aimed at."""
    pages = [row for row in measured if "not kept" in row.times]
    acts = [row for row in measured if "act" in row.times]
    reached = sum(row.times["not kept"].ratio >= ANEW_GOAL for row in pages)
    done = sum(row.times["act"].ratio >= ACT_GOAL for row in acts)
    return [
        f"{reached} of {len(pages)} pages, not kept, reach {ANEW_GOAL}× of the list",
        f"{done} of {len(acts)} acts reach {ACT_GOAL}× of the insert",
    ]


def growth(rows: Sequence[Measured]) -> list[tuple[Size, str, float]]:
    """Return how much slower than at the first size it is at the most voices, and at the most consultations.

    Kept pages are left out: nothing of theirs could grow.
    """
    first = rows[0]
    largest = {
        max(rows, key=lambda row: row.size.voices).size,
        max(rows, key=lambda row: row.size.consultations).size,
    }
    return [
        (row.size, way, row.times[way].p50 / first.times[way].p50)
        for row in rows
        if row.size in largest and row is not first
        for way in row.times
        if way not in {"kept", "written"}
    ]


def too_heavy(weight: Weight) -> list[str]:
    """Return what a first visit has too much of."""
    found = []
    if weight.requests > VISIT_REQUESTS:
        found.append(f"a first visit makes {weight.requests} requests, more than {VISIT_REQUESTS}")
    if weight.bytes > VISIT_BYTES:
        found.append(f"a first visit weighs {weight.bytes:,} bytes, more than {VISIT_BYTES:,}")
    return found


def remembers(grown: int) -> list[str]:
    """Return that the process grew, where it did."""
    return [f"memory grew by {grown:,} bytes, more than {MEMORY:,}"] if grown > MEMORY else []


def by_name(measured: Sequence[Measured]) -> list[tuple[str, list[Measured]]]:
    """Return the measurements of each page together, in their order."""
    return [(name, list(rows)) for name, rows in groupby(measured, key=lambda row: row.name)]
