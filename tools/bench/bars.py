"""The bars, and what is over them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from tools.bench.measuring import Measured
from tools.bench.weighing import Weight

STATEMENTS, GROWTH, RATIO, GZIP = 12, 1.3, 0.35, 30 * 1024
VISIT_BYTES, VISIT_REQUESTS = 90_000, 12
# The sizes between which nothing may grow.
SMALL, GROWN = 100, 100_000


def broken(measured: Sequence[Measured], pages: Iterable[str]) -> list[str]:
    """Return what is over a bar, one sentence each; ``pages`` are the names of those that are read, not acts."""
    read = set(pages)
    found = []
    for name, rows in by_name(measured):
        found += [
            f"{name} at {row.size:,}: {row.statements} statements, more than {STATEMENTS}"
            for row in rows
            if name in read and row.statements > STATEMENTS
        ]
        # One more is no growth. A page asks for the decisions on what it shows where something of it is gone, and for
        # translations where something of it is in the other language: which voices are the newest differs by size.
        if rows[-1].statements > rows[0].statements + 1:
            counts = ", ".join(f"{row.statements} at {row.size:,}" for row in rows)
            found.append(f"{name}: statements grow with the data: {counts}")
        found += [
            f"{name} at {row.size:,}: {row.gzip:,} bytes of HTML, more than {GZIP:,}"
            for row in rows
            if row.gzip > GZIP
        ]
        found += [
            f"{name} at {row.size:,}: {row.ratio:.2f}× of the bare view, less than {RATIO}×"
            for row in rows
            if name in read and row.ratio < RATIO
        ]
        found += [
            f"{name} at {row.size:,}: {row.ratio_anew:.2f}× of the bare view, less than {RATIO}×, nothing remembered"
            for row in rows
            if name in read and row.ratio_anew < RATIO
        ]
        grown = growth(rows)
        if grown is not None and grown > GROWTH:
            found.append(f"{name}: {grown:.2f}× slower at {GROWN:,} than at {SMALL:,}, more than {GROWTH}×")
    return found


def growth(rows: Sequence[Measured]) -> float | None:
    """Return the median at the grown size over that at the small one; None where one was not measured."""
    p50 = {row.size: row.p50 for row in rows}
    return p50[GROWN] / p50[SMALL] if SMALL in p50 and GROWN in p50 else None


def too_heavy(weight: Weight) -> list[str]:
    """Return what a first visit has too much of."""
    found = []
    if weight.requests > VISIT_REQUESTS:
        found.append(f"a first visit makes {weight.requests} requests, more than {VISIT_REQUESTS}")
    if weight.bytes > VISIT_BYTES:
        found.append(f"a first visit weighs {weight.bytes:,} bytes, more than {VISIT_BYTES:,}")
    return found


def by_name(measured: Sequence[Measured]) -> list[tuple[str, list[Measured]]]:
    """Return the measurements of each page together, in their order."""
    return [(name, list(rows)) for name, rows in groupby(measured, key=lambda row: row.name)]
