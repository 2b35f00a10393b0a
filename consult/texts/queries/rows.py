"""Published versions, the words of clauses and what changed in them, as plain rows: what pages only show."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import bindparam, inspect, select, tuple_
from sqlalchemy.orm import Session

from consult.organisations.models import NamedBody, Organisation
from consult.texts.models import (
    ClauseDifference,
    ClauseRow,
    ClauseText,
    KeptDifference,
    PublishedVersion,
    TextVersion,
)


def published_versions(session: Session, *, text_id: int) -> list[PublishedVersion]:
    """Return the published versions of a text, newest first, without their clauses."""
    rows = session.execute(_PUBLISHED_VERSIONS, {"text": text_id})
    own = len(PublishedVersion._fields) - 1
    return [PublishedVersion._make((*row[:own], NamedBody._make(row[own:]))) for row in rows]


def clauses_of(session: Session, *, version_id: int) -> list[ClauseRow]:
    """Return the clauses of one version, in their order."""
    return [ClauseRow._make(row) for row in session.execute(_CLAUSES, {"version": version_id})]


def differences(
    session: Session, *, pairs: Iterable[tuple[int, int]]
) -> dict[tuple[int, int, int], KeptDifference]:
    """Return what is kept of these pairs of version ids, the earlier first, keyed by both ids and the clause id."""
    rows = (KeptDifference._make(row) for row in session.execute(_DIFFERENCES, {"pairs": list(pairs)}))
    return {(row.from_version_id, row.to_version_id, row.clause_id): row for row in rows}


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_DATED, _BODY = inspect(TextVersion).local_table, inspect(Organisation).local_table
_SAID, _KEPT = inspect(ClauseText).local_table, inspect(ClauseDifference).local_table
_PUBLISHED_VERSIONS = (
    select(
        *(_DATED.c[name] for name in PublishedVersion._fields[:-1]),
        *(_BODY.c[name] for name in NamedBody._fields),
    )
    .select_from(_DATED.join(_BODY, _BODY.c.id == _DATED.c.drafter_id))
    .where(_DATED.c.text_id == bindparam("text"), _DATED.c.published_at.is_not(None))
    .order_by(_DATED.c.number.desc())
)
_CLAUSES = (
    select(*(_SAID.c[name] for name in ClauseRow._fields))
    .where(_SAID.c.version_id == bindparam("version"))
    .order_by(_SAID.c.position)
)
_DIFFERENCES = (
    select(*(_KEPT.c[name] for name in KeptDifference._fields))
    .where(tuple_(_KEPT.c.from_version_id, _KEPT.c.to_version_id).in_(bindparam("pairs", expanding=True)))
    .order_by(_KEPT.c.id)
)
