"""The language of what somebody wrote, and with it the direction in which it reads.

It is judged by the words of the sentence, not by its letters: people write Arabic sentences about URLs, addresses and
things with Latin names. What is no word (addresses, handles, numbers, codes), and what stands in brackets or quotation
marks, is left aside; of Latin words, those with a capital are names. What is left on both sides is weighed, and the
small words that only a sentence has weigh double. Where both weigh the same, it is Arabic, the first language here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

Language = Literal["ar", "en"]

_ARABIC = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufefe"
_RUN = re.compile(f"[{_ARABIC}]+|[^\\s{_ARABIC}]+")
_OF_ARABIC = re.compile(f"[{_ARABIC}]")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_LATIN_LETTER = re.compile(r"[A-Za-z\u00c0-\u024f]")
_LATIN_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['\u2019][A-Za-z\u00c0-\u024f]+)*")
# example.org, with or without a path; a name with a dot in its midst is read as one too.
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:[/:?#]\S*)?", re.IGNORECASE)
_EDGES = ".,;:!?()[]{}<>\"'\u2018\u2019\u201c\u201d\u00ab\u00bb\u2026\u2013\u2014-*"
# What is quoted or said aside need not be in the language of the sentence.
_ASIDES = re.compile(r"«[^«»]*»|“[^“”]*”|\"[^\"\n]*\"|\([^()]*\)|\[[^\[\]]*\]")
# What stands around an Arabic word and is of its script: comma, semicolon, question mark, tatweel.
_AROUND = "\u060c\u061b\u061f\u0640"
_ENGLISH = """
about after also am an and are as at be because before been but by can could do does for from had has have how if
in is it its may more must my need no not of on only or our please shall should so than that the their there these they
this those to want was we were what when which who why will with would you your
"""
_OURS = """
في من على إلى الى عن أن إن ان لا لم لن ما هذا هذه ذلك تلك التي الذي الذين مع كل قد هو هي هم هل بعد قبل بين كما أو او ثم
حتى إذا اذا لكن ليس نحن أنا انا يجب لأن كان كانت عند أي اي غير كيف متى لماذا نعم وفي ومن وعلى ولا وهذا وهذه
"""
_SMALL_ENGLISH, _SMALL_ARABIC = frozenset(_ENGLISH.split()), frozenset(_OURS.split())


def language_of(value: str) -> Language:
    """Return 'ar' or 'en', the language in which ``value`` is written; Arabic where that cannot be told."""
    arabic, english = _weights(_ASIDES.sub(" ", value))
    if not arabic and not english:
        arabic, english = _weights(value)
    if not arabic and not english:
        return _by_letters(value)
    return "en" if english > arabic else "ar"


def direction_of(value: str) -> Literal["rtl", "ltr"]:
    """Return the direction in which ``value`` reads, whatever it begins with."""
    return "rtl" if language_of(value) == "ar" else "ltr"


def _weights(value: str) -> tuple[int, int]:
    """Return how much of ``value`` is Arabic and how much English: its words, the small ones twice.

    Where there are Arabic words, Latin names say nothing, and Latin words without one small word are no sentence.
    """
    arabic = english = small = names = 0
    for place, (word, of_arabic) in enumerate(_words(_URL.sub(" ", value))):
        if of_arabic:
            arabic += 1 + (word in _SMALL_ARABIC)
        elif word[0].islower() or (place == 0 and word.lower() in _SMALL_ENGLISH) or word == "I":
            english += 1
            small += word.lower() in _SMALL_ENGLISH
        else:
            names += 1
    if not arabic:
        return 0, english + names
    return arabic, english + small if small else 0


def _words(value: str) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether it is Arabic; of what is no word, nothing."""
    for run in _RUN.finditer(value):
        text = run[0]
        if _OF_ARABIC.match(text):
            if any(mark.isalpha() for mark in text):
                yield text.strip(_AROUND), True
        elif _may_be_words(text):
            for word in _LATIN_WORD.finditer(text):
                yield word[0], False


def _may_be_words(text: str) -> bool:
    """Whether a run without blanks may hold words: it is no address, handle, path, code or number."""
    bare = text.strip(_EDGES)
    if any(sign in text for sign in "@#\\_=&") or "://" in text:
        return False
    if _HOST.fullmatch(bare) or bare.startswith("/") or bare.count("/") > 1:
        return False
    return not any(mark.isdigit() for mark in bare)


def _by_letters(value: str) -> Language:
    """Return the script of most letters, where there is not one word."""
    latin = sum(1 for _ in _LATIN_LETTER.finditer(value))
    return "en" if latin > sum(1 for mark in value if mark.isalpha() and _OF_ARABIC.match(mark)) else "ar"
