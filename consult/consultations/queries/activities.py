"""Activities in statements: which of a consultation's can do something, asked within what pages ask anyway."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Exists,
    ScalarSelect,
    case,
    cast,
    false,
    func,
    inspect,
    not_,
    null,
    or_,
    select,
)

from consult.consultations.models import Activity, Consultation
from consult.consultations.policies.capabilities import TABLE, Capabilities
from consult.consultations.policies.settings import Results
from consult.consultations.queries.states import is_in
from consult.orm import UtcDateTime
from consult.shared.state import State
from consult.shared.subjects import SubjectKind

# The table itself: SQLAlchemy gives its rows sooner than those of an entity.
_ACTIVITIES = inspect(Activity).local_table
_DONE = _ACTIVITIES.c
_SEALED = func.coalesce(_DONE.settings["results"].as_string() == Results.SEALED_UNTIL_CLOSING.value, false())


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


def shown_voting_on(
    kind: SubjectKind, consultation_id: ColumnElement[Any], now: BindParameter[datetime]
) -> ScalarSelect[int]:
    """Return the id that ``voting_on`` does where everybody may see its numbers at ``now``, else NULL.

    It is the policy ``shows_results`` for the database: while results are sealed, no number leaves it.
    """
    there = _of(consultation_id, lambda can: kind in can.votes_on)
    ended = or_(*(is_in(state, now) for state in (State.CLOSED, State.ANSWERED, State.CANCELLED)))
    shown = or_(not_(_SEALED), ended, func.coalesce(_DONE.closes_at <= now, false()))
    return (
        select(case((shown, _DONE.id), else_=null()))
        .select_from(_ACTIVITIES)
        .join(Consultation, Consultation.id == _DONE.consultation_id)
        .where(*there)
        .order_by(_DONE.position)
        .limit(1)
        .correlate(None)
        .scalar_subquery()
    )


def sealed_until(
    consultation_id: ColumnElement[Any], closes_at: ColumnElement[datetime]
) -> ScalarSelect[datetime | None]:
    """Return until when nobody sees what was voted in a consultation, NULL where everybody does at once."""
    there = _of(consultation_id, lambda can: bool(can.votes_on))
    moment = case((_SEALED, func.coalesce(_DONE.closes_at, closes_at)), else_=cast(null(), UtcDateTime()))
    return select(moment).where(*there).order_by(_DONE.position).limit(1).scalar_subquery()


def _of(
    consultation_id: ColumnElement[Any], able: Callable[[Capabilities], bool]
) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    kinds = [_DONE.kind == kind.value for kind, can in TABLE.items() if able(can)]
    return _DONE.consultation_id == consultation_id, or_(false(), *kinds)
