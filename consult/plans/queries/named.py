"""The names of commitments, and the words of their texts' clauses, as plain rows: what pages only show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.plans.models import ClauseWords, Commitment, DatedText, NamedCommitment, NamedPlan, Plan
from consult.texts.models import ClauseText, TextVersion


def named_commitment(session: Session, *, plan_slug: str, number: str) -> NamedCommitment | None:
    """Return the title and the plan of one commitment that the public reads of, or None."""
    row = session.execute(_NAMED_COMMITMENT, {"plan": plan_slug, "number": number}).one_or_none()
    return _named(row) if row is not None else None


def words_of(session: Session, *, version_ids: Iterable[int]) -> dict[tuple[int, int], ClauseWords]:
    """Return the clauses of these versions, keyed by version id and clause id, in their order.

    Each comes with its version, and that with its commitment and plan.
    """
    versions: dict[int, DatedText] = {}
    found = {}
    for row in session.execute(_WORDS, {"ids": list(version_ids)}):
        words, number, published_at, home = row[:_OWN], row[_OWN], row[_OWN + 1], row[_OWN + 2 :]
        version_id, clause_id = words[:2]
        if version_id not in versions:
            versions[version_id] = DatedText(version_id, number, published_at, _named(home))
        found[version_id, clause_id] = ClauseWords._make((*words, versions[version_id]))
    return found


def _named(row: Sequence[Any]) -> NamedCommitment:
    """Return the commitment whose columns, with those of its plan after them, are ``_NAMED``."""
    own = len(NamedCommitment._fields) - 1
    return NamedCommitment._make((*row[:own], NamedPlan._make(row[own:])))


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_PLAN, _COMMITTED = inspect(Plan).local_table, inspect(Commitment).local_table
_DATED, _SAID = inspect(TextVersion).local_table, inspect(ClauseText).local_table
_NAMED = [
    *(_COMMITTED.c[name] for name in NamedCommitment._fields[:-1]),
    *(_PLAN.c[name] for name in NamedPlan._fields),
]
_NAMED_COMMITMENT = (
    select(*_NAMED)
    .select_from(_COMMITTED.join(_PLAN, _PLAN.c.id == _COMMITTED.c.plan_id))
    .where(_PLAN.c.slug == bindparam("plan"), _COMMITTED.c.number == bindparam("number"))
    .where(_COMMITTED.c.shown_at.is_not(None))
)
_AT_HOME = _DATED.join(_COMMITTED, _COMMITTED.c.text_id == _DATED.c.text_id).join(
    _PLAN, _PLAN.c.id == _COMMITTED.c.plan_id
)
_OWN = len(ClauseWords._fields) - 1
_WORDS = (
    select(
        *(_SAID.c[name] for name in ClauseWords._fields[:-1]), _DATED.c.number, _DATED.c.published_at, *_NAMED
    )
    .select_from(_AT_HOME.join(_SAID, _SAID.c.version_id == _DATED.c.id))
    .where(_SAID.c.version_id.in_(bindparam("ids", expanding=True)))
    .order_by(_SAID.c.version_id, _SAID.c.position)
)
