"""How a text is shown clause by clause, alone or beside an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from consult.public.plans.differences import Kept, VersionClause, kept_of, pieces
from consult.public.plans.presenters import worded
from consult.shared.text import paragraphs
from consult.shared.words import replaced
from consult.texts.models import ClauseRow, Pieces
from consult.web.locale import language
from consult.web.rendering import lang_of, localized


class ClauseShown(NamedTuple):
    """A clause of a text."""

    id: int
    number: int
    heading: str
    text: str
    paragraphs: list[str]
    lang: str


@dataclass(frozen=True, slots=True)
class ComparedClause:
    """A clause as it was and as it is; ``state``: same, changed, added or removed.

    ``whole``: it changed, and only that is known, so that all of it stands before and after.
    """

    state: str
    number: int
    heading: str
    heading_pieces: Pieces | None
    pieces: Pieces
    whole: bool
    lang: str


def clauses_shown(found: Iterable[ClauseRow]) -> list[ClauseShown]:
    """Return the clauses of a text, in their order."""
    lang, shown = language(), []
    for row in found:
        words = worded(lang, row.text_ar, row.text_en)
        heading = worded(lang, row.heading_ar, row.heading_en).text
        shown.append(
            ClauseShown(row.clause_id, row.position, heading, words.text, paragraphs(words.text), words.lang)
        )
    return shown


def compared(
    before: Sequence[VersionClause], after: Sequence[VersionClause], kept: Kept
) -> list[ComparedClause]:
    """Return two texts clause by clause in the order of the later one, removed clauses at the place they had."""
    old = {row.clause_id: row for row in before}
    new = {row.clause_id: row for row in after}
    order = [row.clause_id for row in after]
    for row in before:
        if row.clause_id not in new:
            order.insert(min(row.position - 1, len(order)), row.clause_id)
    return [compared_clause(old.get(clause_id), new.get(clause_id), kept) for clause_id in order]


def compared_clause(old: VersionClause | None, new: VersionClause | None, kept: Kept) -> ComparedClause:
    """Return one clause of two texts, of which one may not have it."""
    if old is None or new is None:
        return _alone(old, new)
    changed = [name for name in ("heading", "text") if localized(old, name) != localized(new, name)]
    return ComparedClause(
        state="changed" if changed else "same",
        number=new.position,
        heading=localized(new, "heading"),
        heading_pieces=pieces(kept, old, new, "heading") if "heading" in changed else None,
        pieces=pieces(kept, old, new, "text"),
        whole=any(kept_of(kept, old, new, name) is None for name in changed),
        lang=lang_of(new, "text"),
    )


def _alone(old: VersionClause | None, new: VersionClause | None) -> ComparedClause:
    """Return a clause that only one of two texts has."""
    shown = new or old
    words = localized(shown, "text")
    return ComparedClause(
        state="removed" if new is None else "added",
        number=shown.position if shown else 0,
        heading=localized(shown, "heading"),
        heading_pieces=None,
        pieces=[*(replaced(words, "") if new is None else replaced("", words))],
        whole=False,
        lang=lang_of(shown, "text"),
    )
