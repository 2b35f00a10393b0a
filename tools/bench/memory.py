"""Whether a process keeps more and more: every page is read in both languages, and then again and again."""

from __future__ import annotations

import gc
import resource
from pathlib import Path

from tools.bench.asking import Visitor, sign_in
from tools.bench.places import Place
from tools.bench.subjects import LANGUAGES, pages

WARM, ROUNDS = 3, 10


def growth(place: Place) -> int:
    """Return by how many bytes the process grew from when it had read every page, signed in and not, to the end."""
    readers = (Visitor(place.app), sign_in(place.app, place.seeded.citizen_id))
    for _ in range(WARM):
        _read(place, readers)
    before = _resident()
    for _ in range(ROUNDS):
        _read(place, readers)
    return _resident() - before


def _read(place: Place, readers: tuple[Visitor, ...]) -> None:
    """Read every page, each made anew; the cache holds the same pages at the end of each round."""
    place.forget()
    for language in LANGUAGES:
        for path in pages(place.seeded, language).values():
            for reader in readers:
                reader.get(path)


def _resident() -> int:
    """Return how many bytes the process holds in memory."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
