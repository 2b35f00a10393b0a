"""What a name looks like: two that a reader cannot tell apart have one skeleton, in either script.

After the idea of UTS 39 ("confusable detection"), with a table of our own: Latin, Cyrillic, Greek and Arabic letters
are what people here type, and the Unicode table says nothing of ة and ه or of ى and ي.
"""
# ruff: noqa: RUF001, RUF002 - letters that look alike are what this is about

from __future__ import annotations

import re
import unicodedata

from consult.shared.marks import normalised

# Each plain letter with those that look like it or are written for it: Cyrillic, Greek, figures, and within Arabic.
_ALIKE = {
    "a": "аαɑ4@", "b": "вьβ", "c": "сϲ", "d": "ԁđð", "e": "еεə3", "g": "ɡ", "h": "нħ", "i": "іӏιıℓlł1|!", "j": "ј",
    "k": "кκ", "m": "м", "n": "пηŋ", "o": "оοø0", "p": "рρþ", "q": "ԛ", "r": "г", "s": "ѕ5$", "t": "тτŧ7", "u": "υμ",
    "v": "ν", "w": "ԝω", "x": "хχ", "y": "уγ",
    "ا": "أإآٱٲٳ", "ب": "پٮ", "ج": "چ", "ز": "ژ", "ف": "ڤڡ", "ق": "ٯ", "ك": "کڪگ", "ن": "ں", "ه": "ةەہھۀۃ", "و": "ؤۆۇ",
    "ي": "ىیېےئ", "": "ـء",
}  # fmt: skip
_LOOKALIKES = {ord(mark): plain for plain, marks in _ALIKE.items() for mark in marks}
_WORD = re.compile(r"[^\W_]+")
# Marks, what cannot be seen, and the signs of transcription that people write or leave away.
_UNCOUNTED = frozenset({"Mn", "Me", "Mc", "Cf", "Lm", "Sk"})


def skeleton(name: str) -> str:
    """Return what ``name`` looks like: letters alone, each by its plainest form; the same for names that look alike."""
    return "".join(plain_words(name))


def plain_words(name: str) -> list[str]:
    """Return the words of ``name``, each as its skeleton."""
    plain = decomposed(western(name))
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in _UNCOUNTED)
    # Folded twice: what one letter is read as may itself be read as another.
    return _WORD.findall(plain.translate(_LOOKALIKES).translate(_LOOKALIKES))


def decomposed(name: str) -> str:
    """Return ``name`` in small letters, each apart from its marks; letters of mathematics are capital and small too."""
    return normalised("NFKD", normalised("NFKD", name).casefold())


def western(name: str) -> str:
    """Return ``name`` with each decimal figure, of whatever script, written 0-9."""
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in name)
