"""Arranging the clauses of a draft: moved, split, joined and brought back, each led to from where its words stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_title
from consult.texts import queries
from consult.texts.models import ClauseMapping, TextVersion
from consult.texts.services.drafting import MAX_HEADING, Wording, open_draft, replace_clauses, wordings_of
from consult.texts.services.mapping import forget_untrue

LANGUAGES = ("ar", "en")


def moved(clauses: Sequence[Wording], index: int, by: int) -> list[Wording]:
    """Return clauses with the one at ``index`` moved by so many places; at an end it stays."""
    rows = list(clauses)
    row = rows.pop(index)
    rows.insert(min(max(index + by, 0), len(rows)), row)
    return rows


def join_with_next(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, clauses: Sequence[Wording],
    index: int, seen: str | None = None,
) -> None:  # fmt: skip
    """Save the clauses of a draft with the one at ``index`` and the next as one, which keeps the words of both.

    It keeps the id of the first where that has one; what led to the other leads to it. Raises DomainError where nothing
    follows, and what ``save_clauses`` does.
    """
    open_draft(session, actor=actor, version=version, drafter=drafter, seen=seen)
    if index + 1 >= len(clauses):
        raise DomainError("nothing-to-join")
    first, second = clauses[index], clauses[index + 1]
    came_from = queries.origins(session, version)
    one = _joined(first, second)
    gone = None if second.clause_id == one.clause_id else second.clause_id
    replace_clauses(session, version, [*clauses[:index], one, *clauses[index + 2 :]], merged=gone)
    if gone is not None and one.clause_id is not None and came_from[gone]:
        _lead(session, version, came_from[gone] | came_from[one.clause_id], {one.clause_id})


def split_at(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, clause_id: int,
    cuts: Mapping[str, int], heading: tuple[str, str], seen: str | None = None,
) -> None:  # fmt: skip
    """Split a clause of a draft: its words stand in a new one after it from where ``cuts`` says, by language.

    The words of a language that it says nothing of stay together, and are then missing in the new clause. What led to
    the clause leads to both. Raises NotFoundError where it does not stand there, DomainError where no place parts its
    words.
    """
    open_draft(session, actor=actor, version=version, drafter=drafter, seen=seen)
    clauses = wordings_of(version)
    index = next((place for place, row in enumerate(clauses) if row.clause_id == clause_id), None)
    if index is None:
        raise NotFoundError
    words = {"heading_ar": clean_title(heading[0]), "heading_en": clean_title(heading[1])}
    raise_any(problems_of_words(words, most=MAX_HEADING, needed=False))
    came_from = queries.origins(session, version)[clause_id]
    first, second = _parted(clauses[index], cuts, heading)
    replace_clauses(session, version, [*clauses[:index], first, second, *clauses[index + 1 :]])
    if came_from:
        _lead(session, version, came_from, {clause_id, version.clauses[index + 1].clause_id})


def bring_clause_back(
    session: Session, *, actor: Actor, version: TextVersion, drafter: Organisation, clauses: Sequence[Wording],
    clause_id: int, seen: str | None = None,
) -> int:  # fmt: skip
    """Save the clauses of a draft with one that was taken out, where it stood; return its place, counted from 0.

    One that is back already stays where it is. Raises NotFoundError where it was never taken out, and what
    ``save_clauses`` does.
    """
    open_draft(session, actor=actor, version=version, drafter=drafter, seen=seen)
    standing = [row.clause_id for row in clauses]
    if clause_id in standing:
        replace_clauses(session, version, clauses)
        return standing.index(clause_id)
    kept = {row.clause_id: row for row in queries.dropped_clauses(session, version_id=version.id)}
    row = kept.get(clause_id)
    if row is None:
        raise NotFoundError
    back = Wording(clause_id, row.heading_ar, row.heading_en, row.text_ar, row.text_en)
    index, came_from = min(row.position - 1, len(clauses)), list(row.came_from)
    replace_clauses(session, version, [*clauses[:index], back, *clauses[index:]])
    _lead(session, version, came_from, {clause_id})
    return index


def _joined(first: Wording, second: Wording) -> Wording:
    """Return two clauses as one: under the heading of the first, that of the second stands above its words."""
    one = replace(first, clause_id=first.clause_id if first.clause_id is not None else second.clause_id)
    for lang in LANGUAGES:
        heading, text = f"heading_{lang}", f"text_{lang}"
        above, below = (clean_title(getattr(row, heading)) for row in (first, second))
        parts = [getattr(first, text), below if above else "", getattr(second, text)]
        words = "\n".join(part for part in map(clean, parts) if part)
        one = replace(one, **{heading: above or below, text: words})  # type: ignore[arg-type]  # these are words
    return one


def _parted(clause: Wording, cuts: Mapping[str, int], heading: tuple[str, str]) -> tuple[Wording, Wording]:
    """Return the two clauses that one is split into; raise DomainError where one of them would have no words."""
    first, second = clause, Wording(None, *heading, "", "")
    for lang in LANGUAGES:
        name, at = f"text_{lang}", cuts.get(lang)
        if at is None:
            continue
        before, after = clean(getattr(clause, name)[: max(at, 0)]), clean(getattr(clause, name)[max(at, 0) :])
        if not (before and after):
            raise DomainError("choose-a-place", field=f"cut_{lang}")
        first = replace(first, **{name: before})  # type: ignore[arg-type]  # these are words
        second = replace(second, **{name: after})  # type: ignore[arg-type]
    if not cuts:
        raise DomainError("choose-a-place", field="cut_ar")
    return first, second


def _lead(session: Session, version: TextVersion, from_ids: Iterable[int], to_ids: Iterable[int]) -> None:
    """Record that each of these clauses of the version before stands in these of the draft, among others.

    One that stands there under its own id stands in itself as well.
    """
    now = {row.clause_id for row in version.clauses}
    leading = set(from_ids) & set(queries.standing_before(session, version))
    steps = {(from_id, to_id) for from_id in leading for to_id in to_ids} | {
        (each, each) for each in leading & now
    }
    known = {(row.from_clause_id, row.to_clause_id) for row in queries.mapped(session, version_id=version.id)}
    for from_id, to_id in sorted(steps - known):
        session.add(ClauseMapping(version_id=version.id, from_clause_id=from_id, to_clause_id=to_id))
    session.flush()
    forget_untrue(session, version)
