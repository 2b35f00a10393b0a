"""The one form in which texts are searched: what readers hold for the same word is the same after ``fold``."""
# ruff: noqa: RUF001, RUF002 - letters that are written for one another are what this is about

from __future__ import annotations

import re
import unicodedata

import regex

from consult.shared.marks import normalised

# Seats, and letters of other keyboards, as Lucene's ArabicNormalizer has them, and Persian ones besides. Alefs, waws
# and yehs with a hamza come to their seats by losing it, because Unicode writes them as a letter and a mark.
_LETTERS = str.maketrans("ٱٲٳةىیېےکەہھۃ٫٬", "اااهييييكهههه.,", "ـ")
_MARKS = regex.compile(r"[\p{Mn}\p{Me}\p{Cf}]+")
# Every figure of ten but our own; Python's \d knows them.
_DIGIT = re.compile(r"[^\D0-9]")
_LEAST = 3
# What is written in one with the word that follows it: the article, alone and after و ف ب ك, and with ل.
_PARTICLES, _MOST_PARTICLES = "وفبكل", 2
_ARTICLES = ("وال", "فال", "بال", "كال", "لل", "ال")


def fold(value: str) -> str:
    """Return ``value`` as it is searched: folding it again changes nothing, and takes time as its length does.

    Compatibility forms are written out (NFKC), marks and unseen characters dropped (harakat, accents, tatweel,
    joiners), case folded; أ إ آ ٱ become ا, ى and ئ ي, ؤ و, ة ه, Persian letters Arabic ones, and all digits 0-9. White
    space is one space. The result may be longer than ``value``: ﷺ is eighteen letters.
    """
    apart = normalised("NFKD", _MARKS.sub("", value))
    apart = _MARKS.sub("", normalised("NFKD", apart.casefold()))
    plain = _DIGIT.sub(lambda found: str(unicodedata.decimal(found[0])), apart.translate(_LETTERS))
    return " ".join(normalised("NFC", plain).split())


def particles(word: str) -> int:
    """Return how many letters of a folded word, two at most, may be particles before another: و ف ب ك ل."""
    found = 0
    while found < min(_MOST_PARTICLES, len(word) - 1) and word[found] in _PARTICLES:
        found += 1
    return found


def without_article(word: str) -> str:
    """Return a folded word without the article it begins with, where at least three letters are left.

    Search texts keep their articles: what is looked for without one is found with it as well.
    """
    for article in _ARTICLES:
        if word.startswith(article):
            rest = word.removeprefix(article)
            return rest if len(rest) >= _LEAST else word
    return word
