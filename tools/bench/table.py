"""What was measured, as tables."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from tools.bench.bars import by_name, growth
from tools.bench.measuring import Measured, Times

PAGES = "{:<25} {:>14} {:>3} {:>7} | {:>6} {:>5} | {:>7} {:>7} {:>5} | {:>7} {:>5} | {:>7} {:>5}"
OTHERS = "{:<25} {:>14} {:>3} {:>8} {:>8} {:>6}"


def show(measured: Sequence[Measured]) -> None:
    """Print the pages, then the desk's pages and the acts, then what the yardsticks took."""
    _pages([row for row in measured if "kept" in row.times])
    _others([row for row in measured if "kept" not in row.times])
    for yardstick, ways in (
        ("hello", {"kept"}),
        ("list", {"not kept", "signed in", "desk"}),
        ("insert", {"act", "publishing"}),
    ):
        took = [time for row in measured for way in ways & set(row.times) for time in row.times[way].beside]
        if took:
            print(f"{yardstick}: {median(took):.2f} ms")


def _pages(measured: Sequence[Measured]) -> None:
    if not measured:
        return
    print(PAGES.format("", "", "", "", "kept ms", "", "not kept", "", "", "signed", "", "written", ""))
    print(PAGES.format(
        "page", "voices/cons.", "SQL", "bytes", "p50", "ratio", "p50", "p95", "ratio", "p50", "ratio", "p50", "ratio",
    ))  # fmt: skip
    for name, rows in by_name(measured):
        for row in rows:
            kept, anew, signed, written = (
                row.times[way] for way in ("kept", "not kept", "signed in", "written")
            )
            print(PAGES.format(
                name if row is rows[0] else "", str(row.size), row.statements, f"{row.sent:,}", *_short(kept),
                f"{anew.p50:.2f}", f"{anew.p95:.2f}", f"{anew.ratio:.2f}", *_short(signed), *_short(written),
            ))  # fmt: skip
        _grown(rows)


def _others(measured: Sequence[Measured]) -> None:
    if not measured:
        return
    print(OTHERS.format("desk and acts", "voices/cons.", "SQL", "p50 ms", "p95 ms", "ratio"))
    for name, rows in by_name(measured):
        for row in rows:
            (times,) = row.times.values()
            print(OTHERS.format(
                name if row is rows[0] else "", str(row.size), row.statements, f"{times.p50:.2f}", f"{times.p95:.2f}",
                f"{times.ratio:.2f}",
            ))  # fmt: skip
        _grown(rows)


def _grown(rows: Sequence[Measured]) -> None:
    """Print how much slower it is at the largest sizes."""
    found = growth(rows)
    if found:
        print(f"{'':<25} growth: " + ", ".join(f"{way} at {size} {times:.2f}×" for size, way, times in found))


def _short(times: Times) -> tuple[str, str]:
    return f"{times.p50:.2f}", f"{times.ratio:.2f}"
