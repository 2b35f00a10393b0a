"""Where contributions stood travels with the page: in the address to take a placing back, in the form to see moves."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# V-2026-0001:3.5,V-2026-0002: is the first under the themes 3 (primary) and 5, the second under none.
_ONE = re.compile(r"([A-Z]-[0-9]{4}-[0-9]{1,9}):((?:[0-9]{1,9}(?:\.[0-9]{1,9})*)?)")
_MOST = 60
_SEEN = re.compile(r"([0-9]{1,18}):([0-9a-f]{8})")


def packed(places: Mapping[str, Sequence[int]]) -> str:
    """Return where contributions stood, theme ids by reference, as one word."""
    return ",".join(f"{reference}:{'.'.join(map(str, ids))}" for reference, ids in places.items())


def unpacked(word: str) -> dict[str, list[int]] | None:
    """Return what ``packed`` made a word of; None where the word is none of its."""
    found = [_ONE.fullmatch(part) for part in word.split(",")]
    if len(found) > _MOST or any(match is None for match in found):
        return None
    return {
        match[1]: [int(number) for number in match[2].split(".") if number]
        for match in found
        if match is not None
    }


def marked(marks: Mapping[int, str]) -> str:
    """Return marks of where voices stand (``place_mark``), by their ids, as one word."""
    return ",".join(f"{number}:{mark}" for number, mark in marks.items())


def marks_in(word: str) -> dict[int, str]:
    """Return what ``marked`` made a word of; what is none of its is left out."""
    return {int(match[1]): match[2] for match in map(_SEEN.fullmatch, word.split(",")) if match is not None}
