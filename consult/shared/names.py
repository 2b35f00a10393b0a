"""Names as they are seen: two that a reader cannot tell apart have one skeleton, in either script.

After the idea of UTS 39 ("confusable detection"), with a table of our own: Latin, Cyrillic, Greek and Arabic letters
are what people here type, and the Unicode table says nothing of ة and ه or of ى and ي.
"""
# ruff: noqa: RUF001, RUF002 - letters that look alike are what this is about

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container

from consult.shared.marks import normalised
from consult.shared.text import clean_line, has_words

_MOST_MARKS = 3
# Marks that turn the words around them: such a name is refused. Others that cannot be seen are dropped, as everywhere.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
_UNWRITTEN = frozenset({"Co", "Cn", "Cs"})
_JOINERS = re.compile("[\u200c\u200d]")
_INNER_JOINERS = re.compile("(?<=[\u0620-\u065f\u066e-\u06d5])[\u200c\u200d](?=[\u0620-\u064a\u066e-\u06d3])")
_SCRIPTS = ("LATIN", "CYRILLIC", "GREEK", "ARABIC", "HEBREW")

# Each plain letter with those that look like it or are written for it: Cyrillic, Greek, figures, and within Arabic.
_ALIKE = {
    "a": "аαɑ4@", "b": "вьβ", "c": "сϲ", "d": "ԁđ", "e": "еε3", "g": "ɡ", "h": "н", "i": "іӏιıℓl1|!", "j": "ј",
    "k": "кκ", "m": "м", "n": "пη", "o": "оοø0", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕ5$", "t": "тτ7", "u": "υμ",
    "v": "ν", "w": "ԝω", "x": "хχ", "y": "уγ",
    "ا": "أإآٱٲٳ", "ب": "پٮ", "ج": "چ", "ز": "ژ", "ف": "ڤڡ", "ق": "ٯ", "ك": "کڪگ", "ن": "ں", "ه": "ةەہھۀۃ", "و": "ؤۆۇ",
    "ي": "ىیېےئ", "": "ـء",
}  # fmt: skip
_LOOKALIKES = {ord(mark): plain for plain, marks in _ALIKE.items() for mark in marks}
_WORD = re.compile(r"[^\W_]+")


def skeleton(name: str) -> str:
    """Return what ``name`` looks like: letters alone, each by its plainest form; the same for names that look alike."""
    return "".join(_words(name))


def _words(name: str) -> list[str]:
    plain = normalised("NFKD", _digits(name).casefold())
    plain = "".join(mark for mark in plain if unicodedata.category(mark) not in {"Mn", "Me", "Mc", "Cf"})
    # Folded twice: what one letter is read as may itself be read as another.
    return _WORD.findall(plain.translate(_LOOKALIKES).translate(_LOOKALIKES))


def _digits(name: str) -> str:
    """Return ``name`` with each decimal figure written 0-9."""
    return "".join(str(unicodedata.decimal(mark, mark)) for mark in name)


# Words that say that somebody speaks for a body or for this site.
_OFFICIAL = (
    "admin", "administrator", "administration", "moderator", "moderation", "moderators", "officer", "official",
    "publisher", "coordinator", "auditor", "staff", "ministry", "minister", "government", "governorate", "municipality",
    "parliament", "consult", "webmaster", "support team", "prime ministry", "royal court", "independent commission",
    "إدارة", "الإدارة", "مدير النظام", "مدير الموقع", "مشرف", "مشرفة", "المشرف", "المشرفة", "مشرفون", "المشرفون",
    "فريق الإشراف", "وزارة", "الوزارة", "وزير", "الوزير", "وزيرة", "الوزيرة", "حكومة", "الحكومة", "رسمي", "الرسمي",
    "بلدية", "البلدية", "محافظ", "المحافظ", "محافظة", "المحافظة", "ضابط الارتباط", "منسق الخطة", "منسقة الخطة",
    "مدقق", "المدقق", "ناشر", "الناشر", "مجلس النواب", "الديوان الملكي", "رئاسة الوزراء", "استشارة", "استشارات",
    "فريق الدعم", "الدعم الفني",
)  # fmt: skip
_OFFICIAL_WORDS = frozenset(skeleton(each) for each in _OFFICIAL if " " not in each)
_OFFICIAL_PHRASES = frozenset(skeleton(each) for each in _OFFICIAL)


def problem_of_name(name: str, taken: Container[str] = ()) -> str | None:
    """Return the code of what is wrong with a name that a person wants to be shown by, None where it may be shown.

    ``taken`` holds the skeletons of the names of bodies. An empty name is none at all, and nothing is wrong with it.
    """
    plain = clean_line(name)
    if not name.strip():
        code = None
    elif _unwritten(name) or _piled(plain) or _mixed(plain) or _stray_joiner(plain):
        code = "name-unreadable"
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
    return any(len(_scripts(word)) > 1 for word in _WORD.findall(name))


def _scripts(word: str) -> set[str]:
    named = (unicodedata.name(mark, "").split(" ")[0] for mark in word if mark.isalpha())
    return {script if script in _SCRIPTS else "OTHER" for script in named}


def _stray_joiner(name: str) -> bool:
    """Whether a joiner stands anywhere but between two letters of Arabic."""
    return bool(_JOINERS.sub("", name) != _INNER_JOINERS.sub("", name))


def _sounds_official(name: str) -> bool:
    """Whether a word of the name, or the name as a whole, however it is spaced, says that an office speaks."""
    bare = re.sub(r"\d+", " ", _digits(name))
    return any(
        _OFFICIAL_WORDS.intersection(words) or "".join(words) in _OFFICIAL_PHRASES
        for words in (_words(name), _words(bare))
    )
