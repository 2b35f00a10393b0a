"""Taking back a placing: where the contributions stood before travels in the address, and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

# V-2026-0001:3.5,V-2026-0002: is the first under the themes 3 (primary) and 5, the second under none.
_ONE = re.compile(r"([A-Z]-[0-9]{4}-[0-9]{1,9}):((?:[0-9]{1,9}(?:\.[0-9]{1,9})*)?)")
_MOST = 60


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
