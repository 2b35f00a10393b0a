"""Names in the words of minutes: words hold none, because a name has to be removable from every version of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from consult.shared.folding import fold

_LEAST = 2  # words of a name: one alone may be any word


class Named(Protocol):
    """Somebody with a name in one or both languages; None where it is removed."""

    @property
    def name_ar(self) -> str | None:
        """Their name in Arabic."""

    @property
    def name_en(self) -> str | None:
        """Their name in English."""


def names_in(words: str, people: Iterable[Named]) -> list[str]:
    """Return the names of ``people`` that ``words`` hold, in any spelling that is searched alike (``fold``).

    A name of several words is found whole, and by its last two; one of a single word is not looked for.
    """
    said = f" {_bare(words)} "
    return [
        name
        for person in people
        for name in (person.name_ar, person.name_en)
        if name and any(f" {part} " in said for part in _parts(name))
    ]


def _parts(name: str) -> list[str]:
    """Return a name as it may be written: whole, and its last two words."""
    every = _bare(name).split()
    return [] if len(every) < _LEAST else list(dict.fromkeys([" ".join(every), " ".join(every[-_LEAST:])]))


def _bare(words: str) -> str:
    """Return folded words with single spaces, without the signs between them."""
    return " ".join("".join(each if each.isalnum() else " " for each in fold(words)).split())
