"""The names of commitments as plain rows: what pages only show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.plans.models import Commitment, NamedCommitment, NamedPlan, Plan


def named_commitment(session: Session, *, plan_slug: str, number: str) -> NamedCommitment | None:
    """Return the title and the plan of one commitment that the public reads of, or None."""
    row = session.execute(_NAMED_COMMITMENT, {"plan": plan_slug, "number": number}).one_or_none()
    return named(row) if row is not None else None


def named(row: Sequence[Any]) -> NamedCommitment:
    """Return the commitment whose columns, with those of its plan after them, are ``NAMED``."""
    own = len(NamedCommitment._fields) - 1
    return NamedCommitment._make((*row[:own], NamedPlan._make(row[own:])))


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_PLAN, _COMMITTED = inspect(Plan).local_table, inspect(Commitment).local_table
NAMED = [
    *(_COMMITTED.c[name] for name in NamedCommitment._fields[:-1]),
    *(_PLAN.c[name] for name in NamedPlan._fields),
]
_NAMED_COMMITMENT = (
    select(*NAMED)
    .select_from(_COMMITTED.join(_PLAN, _PLAN.c.id == _COMMITTED.c.plan_id))
    .where(_PLAN.c.slug == bindparam("plan"), _COMMITTED.c.number == bindparam("number"))
    .where(_COMMITTED.c.shown_at.is_not(None))
)
