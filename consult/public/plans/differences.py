"""How the words of two published versions are shown beside each other: by what is kept, else by whole clauses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from sqlalchemy.orm import Session

from consult.outcomes.models import OutcomeChange
from consult.outcomes.queries import ChangedClause
from consult.outcomes.queries.brief import ChangeInBrief
from consult.shared.words import replaced
from consult.texts.models import ClauseDifference, KeptDifference, Pieces
from consult.texts.queries import differences
from consult.web.rendering import lang_of, localized

Kept = Mapping[tuple[int, int, int], ClauseDifference | KeptDifference]


class VersionClause(Protocol):
    """A clause as it stands in one version; ``heading_ar`` and its like are read by their names."""

    @property
    def version_id(self) -> int:
        """The version."""

    @property
    def clause_id(self) -> int:
        """The clause, whose id stays from version to version."""

    @property
    def position(self) -> int:
        """Where it stands in that version."""


def kept_between(session: Session, pairs: Iterable[tuple[int, int]]) -> Kept:
    """Return what is kept between these pairs of version ids; nothing is compared for a reader."""
    wanted = sorted(set(pairs))
    return differences(session, pairs=wanted) if wanted else {}


def kept_with(changes: Iterable[OutcomeChange]) -> Kept:
    """Return what is kept of these changes, each of which brings its own along."""
    found = (row.difference for row in changes if row.difference)
    return {(row.from_version_id, row.to_version_id, row.clause_id): row for row in found}


def kept_of(kept: Kept, before: VersionClause, after: VersionClause, name: str) -> Pieces | None:
    """Return the kept pieces of a clause's ``heading`` or ``text`` in the page's language, or None."""
    lang = lang_of(after, name)
    row = kept.get((before.version_id, after.version_id, after.clause_id))
    found: Pieces | None = getattr(row, f"{name}_{lang}") if row and lang_of(before, name) == lang else None
    return found


def pieces_of(change: ChangedClause | ChangeInBrief) -> Pieces:
    """Return what changed in the text of a clause that an answer changed, as ``pieces``."""
    before, after = change.before, change.after
    lang = lang_of(after, "text")
    found = change.kept_ar if lang == "ar" else change.kept_en
    if found is None or lang_of(before, "text") != lang:
        return [*replaced(localized(before, "text"), localized(after, "text"))]
    return found


def pieces(kept: Kept, before: VersionClause, after: VersionClause, name: str) -> Pieces:
    """Return what changed in a clause's ``heading`` or ``text``; where nothing is kept, the one whole for the other."""
    found = kept_of(kept, before, after, name)
    return found if found is not None else [*replaced(localized(before, name), localized(after, name))]
