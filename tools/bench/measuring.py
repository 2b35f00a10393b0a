"""Measuring in turns: the bare view, then each size, then again, so that a slow second hits all alike."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic

from tools.bench.asking import Answer, Ask

BLOCK, LEAST = 5, 6
HUNDREDTHS = 100


@dataclass
class Measured:
    """One page at one size. Milliseconds; ``ratio`` is requests a second beside the bare view's in the same turns.

    ``anew`` are the times of answers before which the process had forgotten everything: all that it had read of the
    public record, and every page that it had made.
    """

    name: str
    size: int
    statements: int = 0
    gzip: int = 0
    times: list[float] = field(default_factory=list)
    bare: list[float] = field(default_factory=list)
    anew: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.times)

    @property
    def p95(self) -> float:
        """What 95 of 100 stay below."""
        return quantiles(self.times, n=HUNDREDTHS)[94]

    @property
    def ratio(self) -> float:
        """The bare view's median over this one's."""
        return median(self.bare) / self.p50

    @property
    def ratio_anew(self) -> float:
        """The bare view's median over this one's with nothing remembered."""
        return median(self.bare) / median(self.anew)


class RefusedError(Exception):
    """An answer that is no answer: what it cost means nothing."""


def in_turns(
    name: str,
    bare: Ask,
    sizes: Mapping[int, Ask],
    counted: Mapping[int, Ask],
    forget: Mapping[int, Callable[[], None]],
    seconds: float,
) -> list[Measured]:
    """Measure one page at each size for about ``seconds`` each; ``counted`` are the same with their statements told.

    ``forget`` makes the application of a size forget all that it remembers.
    """
    measured = {size: Measured(name, size) for size in sizes}
    for size, result in measured.items():
        # Twice: what the first one of a process has to read is not what a page costs.
        for _ in range(2):
            told = _checked(name, counted[size]())
            _checked(name, sizes[size]())
        result.statements, result.gzip = told.statements, len(gzip.compress(told.body, 6))
    until = monotonic() + seconds * len(sizes)
    turns = 0
    while turns < LEAST or monotonic() < until:
        times = [_checked("bare", bare()).seconds * 1000 for _ in range(BLOCK)]
        for size, result in measured.items():
            result.bare += times
            result.times += [_checked(name, sizes[size]()).seconds * 1000 for _ in range(BLOCK)]
            forget[size]()
            # It is in memory again after this one, and so the next turn finds it as the last one did.
            result.anew.append(_checked(name, sizes[size]()).seconds * 1000)
        turns += 1
    return list(measured.values())


def _checked(name: str, answer: Answer) -> Answer:
    if answer.status not in {200, 303}:
        message = f"{name} answered {answer.status}"
        raise RefusedError(message)
    return answer
