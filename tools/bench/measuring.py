"""Measuring in turns: the yardsticks, then each size, then again, so that a slow second hits all alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median, quantiles
from time import monotonic
from typing import NamedTuple

from tools.bench.asking import Answer, Ask

KEPT_BLOCK, BLOCK, LEAST = 5, 2, 4
HUNDREDTHS = 100
# Of the time of a page, so much belongs to turns between which somebody posts once a second.
QUIET_PART = 0.6


class Size(NamedTuple):
    """How much a database holds: voices in each of the large consultations, and consultations."""

    voices: int
    consultations: int

    def __str__(self) -> str:
        """Return it for a table."""
        return f"{self.voices:,}/{self.consultations:,}"


class Way(NamedTuple):
    """One way to ask for something: what makes it ready, the asking, how often a turn, and the yardstick beside it."""

    ready: Callable[[], object]
    ask: Ask
    often: int
    yardstick: str
    while_written: bool = False


@dataclass
class Times:
    """Milliseconds of one way to ask, and of its yardstick in the same turns."""

    own: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)

    @property
    def p50(self) -> float:
        """The median."""
        return median(self.own)

    @property
    def p95(self) -> float:
        """What 95 of 100 stay below."""
        return quantiles(self.own, n=HUNDREDTHS)[94]

    @property
    def ratio(self) -> float:
        """Answers a second beside the yardstick's."""
        return median(self.beside) / self.p50


@dataclass
class Measured:
    """One page or act at one size: statements, bytes as sent to a browser, and times by the way it is asked for."""

    name: str
    size: Size
    statements: int
    sent: int
    times: dict[str, Times]


class RefusedError(Exception):
    """An answer that is no answer: what it cost means nothing."""


class Subject(NamedTuple):
    """What is measured at one size: its ways, what counts its statements and bytes, and what is posted beside it."""

    ways: Mapping[str, Way]
    counted: Iterable[Ask]
    post: Ask


def in_turns(
    name: str, yardsticks: Mapping[str, Ask], subjects: Mapping[Size, Subject], seconds: float
) -> list[Measured]:
    """Measure one thing at each size for about ``seconds`` each."""
    measured = {size: _prepared(name, size, subject) for size, subject in subjects.items()}
    used = {way.yardstick for subject in subjects.values() for way in subject.ways.values()}
    began, whole = monotonic(), seconds * len(subjects)
    posted = turns = 0
    while turns < 2 * LEAST or monotonic() < began + whole:
        written = turns >= LEAST and (turns >= 2 * LEAST or monotonic() > began + QUIET_PART * whole)
        if written and monotonic() - began >= posted:
            posted = int(monotonic() - began) + 1
            for subject in subjects.values():
                _checked(name, subject.post())
        beside = {each: [_timed(each, yardsticks[each]) for _ in range(KEPT_BLOCK)] for each in used}
        for size, subject in subjects.items():
            _turn(name, subject.ways, measured[size], beside, written=written)
        turns += 1
    return list(measured.values())


def _prepared(name: str, size: Size, subject: Subject) -> Measured:
    """Ask in each way twice: what the first one of a process has to read is not what a page costs."""
    for way in [*subject.ways.values()] * 2:
        way.ready()
        _checked(name, way.ask())
    told = [[_checked(name, ask()) for _ in range(2)][-1] for ask in subject.counted]
    return Measured(
        name, size, max(each.statements for each in told), len(told[0].sent), {way: Times() for way in subject.ways}
    )  # fmt: skip


def _turn(
    name: str,
    ways: Mapping[str, Way],
    measured: Measured,
    beside: Mapping[str, list[float]],
    *,
    written: bool,
) -> None:
    for called, way in ways.items():
        if way.while_written != written:
            continue
        times = measured.times[called]
        times.beside += beside[way.yardstick]
        for _ in range(way.often):
            way.ready()
            times.own.append(_timed(name, way.ask))


def _timed(name: str, ask: Ask) -> float:
    return _checked(name, ask()).seconds * 1000


def _checked(name: str, answer: Answer) -> Answer:
    if answer.status not in {200, 303}:
        message = f"{name} answered {answer.status}"
        raise RefusedError(message)
    return answer
