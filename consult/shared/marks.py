"""Marks on letters: how many stand in a row, and normal forms whose cost they cannot raise.

Normalising sorts the marks of each letter, in the square of their number: 120,000 on one letter take a minute. So a
run of marks is measured before anything is made of it, in one pass that stops at the bound.
"""

from __future__ import annotations

import unicodedata
from typing import Final, Literal

import regex

# What stands on one letter in any word: Arabic needs four, a stack of Tibetan six.
MOST_ON_A_LETTER: Final = 8
# What software may expect on one (Unicode's annex 15, "stream-safe text"): beyond it nobody types, and sorting costs.
MOST_IN_A_ROW: Final = 30
# What cannot be seen neither parts marks from each other nor counts as one of them. Line ends and blanks do part them.
_BETWEEN = r"[[\p{C}--[\t\n\r]]\u115f\u1160\u2800\u3164\uffa0]"
# The two half-width letters of Japanese beside them are marks once a normal form has written them out.
_MARK = r"[\p{M}\uff9e\uff9f]"
_FULL = regex.compile(rf"{_MARK}{{{MOST_IN_A_ROW}}}(?={_MARK})")
_PILED = {
    most: regex.compile(rf"(?V1){_MARK}(?:{_BETWEEN}*+{_MARK}){{{most}}}")
    for most in (MOST_ON_A_LETTER, MOST_IN_A_ROW)
}


def piled(value: str, most: int = MOST_ON_A_LETTER) -> bool:
    """Whether more than ``most`` marks stand on one letter of ``value``, whatever cannot be seen between them.

    ``most`` is 8, what any word has, or 30, from where on marks cost. One pass, which ends at the first such letter.
    """
    return not value.isascii() and _PILED[most].search(value) is not None


def normalised(form: Literal["NFC", "NFD", "NFKC", "NFKD"], value: str) -> str:
    """Return ``value`` in a normal form of Unicode, in time that grows with its length alone.

    A run of more than 30 marks, which no service takes, is sorted by thirties.
    """
    if value.isascii():
        return value
    ends = [found.end() for found in _FULL.finditer(value)]
    if not ends:
        return unicodedata.normalize(form, value)
    return "".join(
        unicodedata.normalize(form, value[start:end])
        for start, end in zip([0, *ends], [*ends, len(value)], strict=True)
    )
