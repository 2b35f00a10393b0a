"""Names in words of the forum: these hold none, because a name has to be removable from everything that is said."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from consult.shared.folding import fold, particles, without_article
from consult.shared.text import is_seen

_LEAST = 2  # words of a name: one alone may be any word


class Named(Protocol):
    """Somebody with a name in one or both languages; None where it is removed."""

    @property
    def name_ar(self) -> str | None:
        """Their name in Arabic."""

    @property
    def name_en(self) -> str | None:
        """Their name in English."""


# The names that are looked for, in one piece, and as what each is entered.
Known = dict[str, str]


def known_names(people: Iterable[Named]) -> Known:
    """Return the names of people as they are looked for: whole, first and last word either way, first and last two.

    One of a single word is not looked for: it may be any word.
    """
    return {
        "".join(way): name
        for person in people
        for name in (person.name_ar, person.name_en)
        if name
        for way in _ways(_words(name))
    }


def names_in(words: str, known: Known) -> list[str]:
    """Return the names that ``words`` hold, in any spelling that is searched alike (``fold``).

    Words that are written in one or apart are the same (عبدالله, Al-Haddad), with and without the article; Arabic
    writes و ف ب ك ل in one with what follows, and a name is found behind them.
    """
    said = _words(words)
    piece, begins, ends, at = "".join(said), set[int](), set[int](), 0
    for word in said:
        begins.update(at + number for number in range(particles(word) + 1))
        at += len(word)
        ends.add(at)
    return [name for part, name in known.items() if _stands(part, piece, begins, ends)]


def _stands(part: str, piece: str, begins: set[int], ends: set[int]) -> bool:
    """Whether ``part`` is in ``piece`` from the beginning of a word to the end of one."""
    at = piece.find(part)
    while at >= 0:
        if at in begins and at + len(part) in ends:
            return True
        at = piece.find(part, at + 1)
    return False


def _ways(every: list[str]) -> list[list[str]]:
    if len(every) < _LEAST:
        return []
    return [every, [every[0], every[-1]], [every[-1], every[0]], every[:_LEAST], every[-_LEAST:]]


def _words(value: str) -> list[str]:
    """Return folded words without their articles, and without the signs between them."""
    signs = "".join(each if each.isalnum() else " " for each in fold("".join(filter(is_seen, value))))
    return [without_article(word) for word in signs.split()]
