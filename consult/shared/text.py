"""Text as people type it: normal form, line ends, hostile marks, and Arabic digits."""

from __future__ import annotations

import re
import unicodedata
from itertools import islice

import regex

from consult.shared.marks import normalised

# What names, addresses and references leave out: what turns a line or cannot be seen, but for the joiners that Arabic
# and Persian words need. In words that are published nothing is left out (``clean``, ``refused_marks``).
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u2060-\u2065"
    "\u206a-\u206f\u2800\u3164\uffa0\ufff9-\ufffb]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# All that ends a line somewhere: CR LF, CR, vertical tab, form feed, NEL, and Unicode's line and paragraph separators.
_LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
# What no published words may hold: embeddings, overrides and isolates, which turn what stands around them, and controls
# of devices. LRM, RLM and ALM are none of them: a phone number in an Arabic sentence needs them.
_REFUSED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\u206a-\u206f\ufff9-\ufffb\ud800-\udfff]"
)
_UNSHOWABLE = regex.compile(r"[\p{Cc}\p{Noncharacter_Code_Point}--[\t\n\f\r]]", regex.VERSION1)
# Letters and signs by their category that nothing is drawn for.
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
_DIGITS = {ord(c): str(i % 10) for i, c in enumerate("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹")}
_REFERENCE = re.compile(r"([A-Z])[\W_]*([0-9]{4})[\W_]+([0-9]{1,12})")
_SHORT = re.compile(r"(?:([0-9]{4})[\W_]+)?([0-9]{1,12})")
_WORD = re.compile(r"[^\W_]+")
# One blank line; where there are more, the others begin the paragraph that follows.
_BLANK_LINE = re.compile(r"(?<!\n)\n\n")
_ARTICLE = "ال"
# Letters that an index puts beside another; alefs and hamzas come to their seats by losing their marks.
_BESIDE = str.maketrans("ٱةىیک", "اتييك", "ـ")
# What a reader counts as one letter (a grapheme cluster of Unicode's annex 29). Python's own ``re`` does not know it.
# Flags, pairs of regional indicators, are taken first: for each of them ``\X`` would go back over all before it.
_LETTER = regex.compile(r"\p{RI}\p{RI}?+[\p{GCB=Extend}\p{GCB=ZWJ}\p{GCB=SpacingMark}]*+|\X")
# The code points that a line's column takes (orm.Line), the letters up to which a text is a line, and how many code
# points each letter of a longer text may have on average: harakat need two, a family of emoji seven.
LINE_WIDTH, _LINE, _CODE_POINTS = 600, 300, 8


def clean(value: str) -> str:
    """Return the canonical form of words: NFC, each line end as LF, blank ends cut off; nothing else is changed.

    What they may not hold is still in it: ``refused_marks`` finds it, and services refuse it (``problems_of_words``).
    """
    return normalised("NFC", _LINE_END.sub("\n", value)).strip()


def clean_title(value: str) -> str:
    """Return words that are one line, as a title is: cleaned, with runs of white space folded to one space."""
    return " ".join(clean(value).split())


def clean_line(value: str) -> str:
    """Return a name, an address or a reference: as a title, without marks that turn a line or cannot be seen."""
    # The separators among them part words.
    return clean_title(_SURROGATES.sub("", _UNSEEN.sub("", _LINE_END.sub("\n", value))))


def refused_marks(value: str) -> list[str]:
    """Return the marks that words may not hold, in the order in which they stand in ``value``."""
    return _REFUSED.findall(value)


def without_refused_marks(value: str) -> str:
    """Return ``value`` without the marks that words may not hold, and as it was typed but for them."""
    return _REFUSED.sub("", value)


def showable(value: str) -> str:
    """Return ``value`` without what no page may hold: controls and noncharacters (HTML, errors of the input stream)."""
    return _UNSHOWABLE.sub("", value)


def western_digits(value: str) -> str:
    """Return ``value`` with Arabic-Indic and Persian digits written 0-9."""
    return value.translate(_DIGITS)


def as_reference(value: str) -> str | None:
    """Return the reference that ``value`` means, ``V-2026-0418`` for ``v 2026 ٤١٨``; None where it is none."""
    found = _REFERENCE.fullmatch(western_digits(clean_line(value)).upper())
    return f"{found[1]}-{found[2]}-{int(found[3]):04d}" if found else None


def reference_ending(value: str) -> str | None:
    """Return how the references end that ``value`` means by their number, with or without its year; None for no number.

    ``-0418`` for ``٤١٨``, ``-2026-0418`` for ``2026-418``.
    """
    found = _SHORT.fullmatch(western_digits(clean_line(value)))
    return f"{f'-{found[1]}' if found[1] else ''}-{int(found[2]):04d}" if found else None


def letters(value: str) -> int:
    """Return how many letters a reader counts in ``value``: one with its marks is one, and so is a joined emoji."""
    return sum(1 for _ in _LETTER.finditer(value))


def too_long(value: str, most: int) -> bool:
    """Whether ``value`` has more than ``most`` letters, or piles more marks on them than can be stored as words.

    A line, of at most 300 letters, has room for 600 code points; a longer text for eight a letter.
    """
    if len(value) <= most:
        return False
    return len(value) > (LINE_WIDTH if most <= _LINE else most * _CODE_POINTS) or letters(value) > most


def shortened(value: str, most: int, mark: str = "…") -> str:
    """Return ``value`` where it has at most ``most`` letters, else its first words within them, and ``mark``.

    A word that is longer than that alone is cut between two letters.
    """
    if len(value) <= most:
        return value
    following = next(islice(_LETTER.finditer(value), most, None), None)
    if following is None:
        return value
    head = value[: following.start()]
    words = head.rstrip() if following[0].isspace() else (head.rsplit(maxsplit=1) or [head])[0]
    return words + mark


def sort_key(name: str) -> str:
    """Return what ``name`` is ordered by in a list for readers, as in an Arabic or English index, on every engine.

    Alefs and hamzas stand at their seats, ة at ت, ى at ي (Unicode CLDR, collation ``ar``). Harakat, accents, tatweel,
    capitals and signs do not count, nor does the Arabic article with which a name begins.
    """
    # The article goes while an alef with a hamza is still another letter: where a name begins with that, it is none.
    bare = _without_marks(normalised("NFKC", western_digits(name)).casefold())
    words = " ".join(_WORD.findall(bare)).removeprefix(_ARTICLE)
    return _without_marks(normalised("NFKD", words)).translate(_BESIDE)


def _without_marks(value: str) -> str:
    return "".join(mark for mark in value if unicodedata.category(mark) not in {"Mn", "Cf"})


def paragraphs(value: str) -> list[str]:
    """Split ``value`` at blank lines into its paragraphs; joined by two line ends, they are ``value`` again."""
    return _BLANK_LINE.split(value) if value.strip() else []


def lines(value: str) -> list[str]:
    """Split ``value`` into its lines as they are, without those that are blank."""
    return [line for line in value.split("\n") if line.strip()]


def is_seen(mark: str) -> bool:
    """Whether anything is drawn for a mark, or it parts words: five letters and signs of Unicode are blank."""
    return mark not in _BLANK


def has_words(value: str) -> bool:
    """Whether ``value`` holds anything that can be seen: a letter, a number or a sign."""
    return any(unicodedata.category(mark)[0] in "LNSP" and is_seen(mark) for mark in value)
