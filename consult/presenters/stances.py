"""Where people stand, as a strip and in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import NamedTuple

from flask_babel import ngettext

from consult.contributions.models import Stance

# The marks of the stances, as components/stance.css draws them.
LETTERS = dict(zip(Stance, "abcd", strict=True))
# The room between two parts, and the least that is drawn of one, in hundredths of the strip.
_ROOM, _LEAST = 0.8, 0.4


class StancePart(NamedTuple):
    """A part of the strip: its mark, where it begins and how wide it is in hundredths, and the same in words."""

    letter: str
    x: str
    width: str
    words: str


def strips() -> Callable[[Sequence[int]], list[StancePart]]:
    """Return what makes the strips of one page, from numbers in the order of ``Stance``; of zeros alone, nothing."""
    said = cache(_said)

    def strip(numbers: Sequence[int]) -> list[StancePart]:
        total, at, parts = sum(numbers), 0.0, []
        for stance, number in zip(Stance, numbers, strict=True):
            if not number:
                continue
            share = 100 * number / total
            width = f"{max(share - _ROOM, _LEAST):.1f}"
            parts.append(StancePart(LETTERS[stance], f"{at:.1f}", width, said(stance, number)))
            at += share
        return parts

    return strip


def _said(stance: Stance, number: int) -> str:
    if stance is Stance.SUPPORT:
        return str(ngettext("%(num)s in favour", "%(num)s in favour", number))
    if stance is Stance.RESERVATIONS:
        return str(ngettext("%(num)s with reservations", "%(num)s with reservations", number))
    if stance is Stance.OPPOSE:
        return str(ngettext("%(num)s against", "%(num)s against", number))
    return str(ngettext("%(num)s neutral", "%(num)s neutral", number))
