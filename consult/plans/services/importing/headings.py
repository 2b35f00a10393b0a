"""Finding the headings of a plan's file: in either language, in any order, below whatever stands above them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from consult.plans.models.columns import COLUMNS, READ, Column
from consult.shared.folding import fold
from consult.shared.language import language_of
from consult.shared.tables import Row, Sheet

# Headings stand in one of the first rows that hold something, and are recognised by this many at least.
_FIRST, _LEAST = 20, 2
_SIGNS = re.compile(r"[\W_]+")
_LANGUAGES = {
    "ar": ("arabic", "in arabic", "ar", "بالعربيه", "عربي", "العربيه", "باللغه العربيه"),
    "en": ("english", "in english", "en", "eng", "بالانجليزيه", "انجليزي", "الانجليزيه", "باللغه الانجليزيه"),
}
_ENDS = sorted(
    ((word, lang) for lang, words in _LANGUAGES.items() for word in words), key=lambda pair: -len(pair[0])
)
# In the template both the commitment and its milestones have a start and an end.
_SHARED = {"milestone_starts_on": "starts_on", "milestone_due_on": "ends_on"}
_OF_EITHER = frozenset(
    {
        "start date",
        "end date",
        "start",
        "end",
        "تاريخ البدء",
        "تاريخ البدايه",
        "تاريخ الانتهاء",
        "تاريخ النهايه",
    }
)


@dataclass(slots=True)
class Found:
    """The headings of a sheet: which column stands at which place, and what is none of ours.

    ``places`` has a key without a language, such as ``title``, where the heading names none: the cell says it then.
    """

    sheet: Sheet
    line: int
    places: dict[int, str] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)

    @property
    def rows(self) -> Sequence[Row]:
        """The rows below the headings."""
        return [row for row in self.sheet.rows if row.line > self.line]

    def has(self, key: str) -> bool:
        """Whether a column is there, in any language."""
        return any(each in {key, f"{key}_ar", f"{key}_en"} for each in self.places.values())


def find(sheets: Sequence[Sheet]) -> Found:
    """Return where the headings are: in the row that holds most of them, of all sheets."""
    found = [_read(sheet, row) for sheet in sheets for row in sheet.rows[:_FIRST]]
    empty = Found(sheets[0] if sheets else Sheet("", ()), 0)
    best = max(found, key=lambda each: len(each.places), default=empty)
    return best if len(best.places) >= _LEAST else empty


def cells_of(found: Found, row: Row) -> tuple[dict[str, str], list[str]]:
    """Return what a row says by the key of its column, and the keys of which two columns say different things.

    What is empty says nothing, and what is told is left aside.
    """
    said: dict[str, str] = {}
    twice: list[str] = []
    for place, key in found.places.items():
        if key in _TOLD:
            continue
        cell = row.cells[place].replace("\r\n", "\n") if place < len(row.cells) else ""
        if cell.strip():
            name = key if key in _KEYS else f"{key}_{language_of(cell)}"
            if said.setdefault(name, cell) != cell:
                twice.append(name)
    return said, twice


def _read(sheet: Sheet, row: Row) -> Found:
    found = Found(sheet, row.line)
    named = [(place, cell, _named(cell)) for place, cell in enumerate(row.cells) if cell.strip()]
    keys = [key for _place, _cell, key in named]
    for place, cell, read in named:
        if read is None:
            found.unknown.append(" ".join(cell.split())[:80])
            continue
        key = read
        # Of two the first is the commitment's; the only one is where there are no milestones.
        if read in _SHARED and _words(cell) in _OF_EITHER:
            is_first = keys.count(read) > 1 and not found.has(_SHARED[read])
            key = _SHARED[read] if is_first or not _has_milestones(keys) else read
        if key in _KEYS and key in found.places.values():
            found.twice.append(key)
        found.places[place] = key
    return found


def _has_milestones(keys: Iterable[str | None]) -> bool:
    return any(key is not None and key.startswith("milestone_title") for key in keys)


def _named(cell: str) -> str | None:
    """Return the key that a heading means, without a language where it names none; None for an unknown one."""
    words = _words(cell)
    if words in _NAMED:
        return _NAMED[words]
    for end, lang in _ENDS:
        if words.endswith(f" {end}"):
            key = _NAMED.get(words.removesuffix(f" {end}").strip())
            return f"{key}_{lang}" if key is not None and key not in _KEYS else None
    return None


def _words(cell: str) -> str:
    """Return a heading as it is compared: folded, its words parted by single blanks; # is the sign of a number."""
    return _SIGNS.sub(" ", fold(cell[:300]).replace("#", " no ")).strip()


def _all(columns: Iterable[Column]) -> dict[str, str]:
    named: dict[str, str] = {}
    for column in columns:
        pair = column.key.endswith(("_ar", "_en"))
        base = column.key[:-3] if pair else column.key
        for name in (column.ar, column.en, *column.also):
            is_own = pair and name in {column.ar, column.en}
            named.setdefault(_words(name), column.key if is_own else base)
        named[_words(column.key)] = named[_words(column.in_both)] = column.key
    return named


_KEYS = frozenset(column.key for column in COLUMNS)
_TOLD = _KEYS - {column.key for column in READ}
_NAMED = _all(COLUMNS)
