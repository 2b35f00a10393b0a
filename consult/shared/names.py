"""The names of people and bodies: in Arabic or Latin letters, one script a word, nobody else's, no claim to office."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

import regex

from consult.shared.marks import normalised
from consult.shared.offices import claims_office
from consult.shared.skeletons import decomposed, plain_words, skeleton, western
from consult.shared.text import clean_line, has_words

_MOST_MARKS = 3
# Marks that turn the words around them: such a name is refused. Others that cannot be seen are dropped, as everywhere.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNWRITTEN = frozenset({"Co", "Cn", "Cs"})
_JOINERS = re.compile("[\u200c\u200d]")
_INNER_JOINERS = re.compile("(?<=[\u0620-\u065f\u066e-\u06d5])[\u200c\u200d](?=[\u0620-\u064a\u066e-\u06d3])")
# Letters of each script; what belongs to all, as the signs of transcription do, is of none (Unicode annex 24).
_SCRIPTS = tuple(
    regex.compile(rf"\p{{Script={script}}}") for script in ("Latin", "Cyrillic", "Greek", "Arabic", "Hebrew")
)
_OTHER = regex.compile(
    r"[\p{L}--[\p{Script=Latin}\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Arabic}\p{Script=Hebrew}"
    r"\p{Script=Common}\p{Script=Inherited}]]",
    flags=regex.V1,
)
# What names are written in: Arabic, Latin letters that are a-z with marks or stand beside them in an alphabet, and what
# belongs to all scripts. Signs of phonetics, small capitals and other scripts have letters that look like these.
_STRANGE = regex.compile(
    r"[[\p{L}\p{M}\p{N}]--[\p{Script=Arabic}\p{Script=Common}\p{Script=Inherited}a-zæœøđðþłħıŋŧəß]]",  # noqa: RUF001
    flags=regex.V1,
)
_WORD = re.compile(r"[^\W_]+")


def problem_of_name(name: str, taken: Container[str] = ()) -> str | None:
    """Return the code of what is wrong with a name that a person wants to be shown by, None where it may be shown.

    ``taken`` holds the skeletons of the names of bodies. An empty name is none at all, and nothing is wrong with it.
    """
    plain = clean_line(name)
    if not name.strip():
        code = None
    elif _unwritten(name) or _piled(plain) or _mixed(plain) or _stray_joiner(plain):
        code = "name-unreadable"
    elif _STRANGE.search(decomposed(plain)):
        code = "name-script"
    elif not has_words(plain) or not skeleton(plain):
        code = "name-unseen"
    elif skeleton(plain) in taken or _sounds_official(plain):
        code = "name-official"
    else:
        code = None
    return code


def _unwritten(name: str) -> bool:
    """Whether the name turns the words around it, or holds what no font shows."""
    return bool(_TURNING.search(name)) or any(unicodedata.category(mark) in _UNWRITTEN for mark in name)


def _piled(name: str) -> bool:
    """Whether more marks stand on one letter than any word of ours has."""
    run = 0
    for mark in normalised("NFD", name):
        run = run + 1 if unicodedata.combining(mark) else 0
        if run > _MOST_MARKS:
            return True
    return False


def _mixed(name: str) -> bool:
    """Whether letters of two scripts stand in one word."""
    return any(_scripts(word) > 1 for word in _WORD.findall(name))


def _scripts(word: str) -> int:
    """Return in how many scripts the letters of a word are."""
    return sum(1 for script in (*_SCRIPTS, _OTHER) if script.search(word))


def _stray_joiner(name: str) -> bool:
    """Whether a joiner stands anywhere but between two letters of Arabic."""
    return bool(_JOINERS.sub("", name) != _INNER_JOINERS.sub("", name))


def _sounds_official(name: str) -> bool:
    """Whether the name, with its figures or without, says that an office speaks."""
    bare = re.sub(r"\d+", " ", western(name))
    return claims_office(plain_words(name)) or claims_office(plain_words(bare))
