"""Contributions as plain rows: the columns that lists show, and how a statement's rows become them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import BigInteger, ColumnClause, Select, String, inspect, literal_column, select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, ContributionRow, Revision, Speaker, Translation
from consult.organisations.models import Organisation

# The tables themselves: SQLAlchemy gives their rows sooner than those of its entities.
SAID, _BODIES = inspect(Contribution).local_table, inspect(Organisation).local_table
_WORDS = inspect(Revision).local_table
# What a contribution has from the revision that stands now.
REVISION_COLUMNS = frozenset(_WORDS.c.keys()) - frozenset(SAID.c.keys()) - {"contribution_id", "number"}
_MADE = inspect(Translation).local_table.c
_OWN = ContributionRow._fields.index("organisation")
_END = _OWN + len(Speaker._fields)
# The votes on it, where they were not read.
_NONE = (0, 0)


def constant(value: str | int) -> ColumnClause[Any]:
    """Return a word or a number of ours as it stands in a statement: each parameter is carried to it anew each time."""
    if isinstance(value, int):
        return literal_column(str(value), BigInteger())
    return literal_column(f"'{value}'", String())


def plain() -> Select[*tuple[Any, ...]]:
    """Return the query for plain rows of contributions, each in the words that stand, and for whom it was said."""
    own = (
        _WORDS.c[name] if name in REVISION_COLUMNS else SAID.c[name]
        for name in ContributionRow._fields[:_OWN]
    )
    return (
        select(
            *own,
            *(_BODIES.c[name] for name in Speaker._fields),
            select(_MADE.id).where(_MADE.contribution_id == SAID.c.id).exists(),
        )
        .select_from(SAID)
        .join(_WORDS, (_WORDS.c.contribution_id == SAID.c.id) & (_WORDS.c.number == SAID.c.revision_number))
        .outerjoin(_BODIES, _BODIES.c.id == SAID.c.organisation_id)
    )


def read(
    session: Session, query: Select[*tuple[Any, ...]], given: Mapping[str, object]
) -> list[ContributionRow]:
    """Return the contributions that a query whose columns are those of ``plain`` finds."""
    return [as_row(row) for row in session.execute(query, given)]


def as_row(row: Sequence[Any], votes: Sequence[int | None] = _NONE) -> ContributionRow:
    """Return the contribution that a row holds whose first columns are those of ``plain``."""
    speaker = Speaker._make(row[_OWN:_END]) if row[_OWN] is not None else None
    return ContributionRow._make((*row[:_OWN], speaker, row[_END], *votes))
