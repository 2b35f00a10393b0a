"""Activities in statements: which of a consultation's can do something, asked within what pages ask anyway."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, Exists, ScalarSelect, false, inspect, or_, select

from consult.consultations.models import Activity
from consult.consultations.policies.capabilities import TABLE, Capabilities
from consult.shared.subjects import SubjectKind

# The table itself: SQLAlchemy gives its rows sooner than those of an entity.
_DONE = inspect(Activity).local_table.c


def calls_for_proposals(consultation_id: ColumnElement[Any]) -> Exists:
    """Return the condition that a consultation has an activity that calls for proposals."""
    there = _of(consultation_id, lambda can: can.calls_for_proposals)
    return select(_DONE.id).where(*there).exists()


def voting_on(kind: SubjectKind, consultation_id: ColumnElement[Any]) -> ScalarSelect[int]:
    """Return the id of the first activity of a consultation in which one votes on subjects of this kind.

    Its numbers are those that pages show; what was voted on the same in another stands for itself.
    """
    there = _of(consultation_id, lambda can: kind in can.votes_on)
    return select(_DONE.id).where(*there).order_by(_DONE.position).limit(1).scalar_subquery()


def _of(
    consultation_id: ColumnElement[Any], able: Callable[[Capabilities], bool]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    kinds = [_DONE.kind == kind.value for kind, can in TABLE.items() if able(can)]
    return _DONE.consultation_id == consultation_id, or_(false(), *kinds)
