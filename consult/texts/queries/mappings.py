"""What became of clauses from version to version. Only reading follows it: what was cast on a clause stays with it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, aliased

from consult.texts.models import ClauseMapping, ClauseText, TextVersion

# From one clause to another, in a version.
Step = tuple[int, int]


def became(session: Session, *, clause_id: int, version_id: int, later_id: int) -> list[int]:
    """Return the clauses of a later version, in its order, that a clause of a version stands in now.

    They are several where it was split, another where it was joined, and none where it was dropped and has not come
    back. A clause that stands there under its own id is among them.
    """
    found = {clause_id}
    for steps in _steps(session, version_id, later_id):
        found = _follow(found, steps)
    return _standing(session, later_id, {*found, clause_id})


def came_from(session: Session, *, clause_id: int, version_id: int, earlier_id: int) -> list[int]:
    """Return the clauses of an earlier version, in its order, from which a clause of a version has come."""
    found = {clause_id}
    for steps in reversed(_steps(session, earlier_id, version_id)):
        found = _follow(found, [(to_id, from_id) for from_id, to_id in steps])
    return _standing(session, earlier_id, {*found, clause_id})


def standing_before(session: Session, version: TextVersion) -> list[int]:
    """Return the clauses of the published version that stands before one, in their order; none before the first."""
    return list(session.scalars(_STANDING_BEFORE, {"text": version.text_id, "number": version.number}))


def version_before(session: Session, version: TextVersion) -> int | None:
    """Return the id of the published version that stands before one, None before the first."""
    return session.scalars(_BEFORE, {"text": version.text_id, "number": version.number}).one_or_none()


def mapped(session: Session, *, version_id: int) -> Sequence[ClauseMapping]:
    """Return what is recorded of a version's clauses, in the order in which it was recorded."""
    return session.scalars(_OF_VERSION, {"version": version_id}).all()


def origins(session: Session, version: TextVersion) -> dict[int, set[int]]:
    """Return from which clauses of the version before each clause of a draft has come, by its id; empty for a new one.

    One that stood there and of which nothing is recorded has come from itself.
    """
    rows, before = mapped(session, version_id=version.id), set(standing_before(session, version))
    leading = {row.from_clause_id for row in rows}
    found: dict[int, set[int]] = defaultdict(set)
    for row in rows:
        if row.to_clause_id is not None:
            found[row.to_clause_id].add(row.from_clause_id)
    for clause_id in before - leading:
        found[clause_id].add(clause_id)
    return found


def _steps(session: Session, earlier_id: int, later_id: int) -> list[list[Step]]:
    """Return what became of clauses after one version and up to another, by published version, the oldest first."""
    found: dict[int, list[Step]] = defaultdict(list)
    for version_id, from_id, to_id in session.execute(_BETWEEN, {"earlier": earlier_id, "later": later_id}):
        # One that was dropped is left where it is: it may come back under its own id.
        if to_id is not None:
            found[version_id].append((from_id, to_id))
    return list(found.values())


def _follow(clauses: Iterable[int], steps: Iterable[Step]) -> set[int]:
    """Return where the steps lead from these clauses; one of which they say nothing stays itself."""
    leading: dict[int, set[int]] = defaultdict(set)
    for start, end in steps:
        leading[start].add(end)
    return {end for clause_id in clauses for end in leading.get(clause_id, {clause_id})}


def _standing(session: Session, version_id: int, clauses: set[int]) -> list[int]:
    return [each for each in session.scalars(_STANDING, {"version": version_id}) if each in clauses]


# Built once: building a statement costs more than sending it.
_STANDING = (
    select(ClauseText.clause_id)
    .where(ClauseText.version_id == bindparam("version"))
    .order_by(ClauseText.position)
)
_BEFORE = (
    select(TextVersion.id)
    .where(
        TextVersion.text_id == bindparam("text"),
        TextVersion.number < bindparam("number"),
        TextVersion.published_at.is_not(None),
    )
    .order_by(TextVersion.number.desc())
    .limit(1)
)
_STANDING_BEFORE = (
    select(ClauseText.clause_id)
    .where(ClauseText.version_id == _BEFORE.scalar_subquery())
    .order_by(ClauseText.position)
)
_OF_VERSION = (
    select(ClauseMapping).where(ClauseMapping.version_id == bindparam("version")).order_by(ClauseMapping.id)
)
_EARLIER, _LATER = aliased(TextVersion), aliased(TextVersion)
# Of drafts only the one asked for is read.
_BETWEEN = (
    select(ClauseMapping.version_id, ClauseMapping.from_clause_id, ClauseMapping.to_clause_id)
    .join(TextVersion, TextVersion.id == ClauseMapping.version_id)
    .join(_EARLIER, (_EARLIER.text_id == TextVersion.text_id) & (_EARLIER.number < TextVersion.number))
    .join(_LATER, (_LATER.text_id == TextVersion.text_id) & (_LATER.number >= TextVersion.number))
    .where(
        _EARLIER.id == bindparam("earlier"),
        _LATER.id == bindparam("later"),
        TextVersion.published_at.is_not(None) | (TextVersion.id == _LATER.id),
    )
    .order_by(TextVersion.number, ClauseMapping.id)
)
