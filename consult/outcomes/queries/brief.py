"""The newest answer to a consultation in brief, as it stands where pages lead to it: plain values in one statement."""

from __future__ import annotations

from typing import Any, NamedTuple

from sqlalchemy import bindparam, func, inspect, select
from sqlalchemy.orm import Session

from consult.outcomes.models import FrozenTheme, Outcome, OutcomeChange, OutcomeMilestone
from consult.texts.models import ClauseDifference, ClauseText, Pieces


class ClauseInBrief(NamedTuple):
    """The words of a clause without its heading."""

    text_ar: str
    text_en: str


class ChangeInBrief(NamedTuple):
    """A changed clause; what changed in it is ``kept`` in a language, or None."""

    theme_id: int
    before: ClauseInBrief
    after: ClauseInBrief
    kept_ar: Pieces | None
    kept_en: Pieces | None


class AnswerInBrief(NamedTuple):
    """A published outcome; how many clauses it changed and milestones it names, and the first change."""

    figures: dict[str, Any]
    themes: list[FrozenTheme]
    changed: int
    milestones: int
    change: ChangeInBrief | None


def in_brief(session: Session, *, consultation_id: int) -> AnswerInBrief | None:
    """Return the newest published outcome of a consultation in brief, or None."""
    row = session.execute(_IN_BRIEF, {"consultation": consultation_id}).first()
    if row is None:
        return None
    figures, content, changed, milestones, theme_id, *words = row
    change = None
    if theme_id is not None:
        before, after = ClauseInBrief(*words[:2]), ClauseInBrief(*words[2:4])
        change = ChangeInBrief(theme_id, before, after, *words[4:])
    return AnswerInBrief(figures, content["themes"], changed, milestones, change)


# Built once, on the tables themselves, because SQLAlchemy gives their rows sooner than those of its entities.
_ANSWER, _CHANGE = inspect(Outcome).local_table, inspect(OutcomeChange).local_table
_MILESTONE = inspect(OutcomeMilestone).local_table
_BEFORE, _AFTER = (inspect(ClauseText).local_table.alias(name) for name in ("before", "after"))
_KEPT = inspect(ClauseDifference).local_table
_AMONG = _CHANGE.alias("among")
_CHANGED = select(func.count()).where(_AMONG.c.outcome_id == _ANSWER.c.id).scalar_subquery()
_NAMED = (
    select(func.count(_MILESTONE.c.milestone_id.distinct()))
    .where(_MILESTONE.c.outcome_id == _ANSWER.c.id)
    .scalar_subquery()
)
_FIRST_CHANGE = (
    _ANSWER.outerjoin(_CHANGE, _CHANGE.c.outcome_id == _ANSWER.c.id)
    .outerjoin(
        _BEFORE,
        (_BEFORE.c.version_id == _CHANGE.c.from_version_id) & (_BEFORE.c.clause_id == _CHANGE.c.clause_id),
    )
    .outerjoin(
        _AFTER,
        (_AFTER.c.version_id == _CHANGE.c.to_version_id) & (_AFTER.c.clause_id == _CHANGE.c.clause_id),
    )
    .outerjoin(
        _KEPT,
        (_KEPT.c.from_version_id == _CHANGE.c.from_version_id)
        & (_KEPT.c.to_version_id == _CHANGE.c.to_version_id)
        & (_KEPT.c.clause_id == _CHANGE.c.clause_id),
    )
)
_IN_BRIEF = (
    select(
        _ANSWER.c.figures, _ANSWER.c.content, _CHANGED, _NAMED, _CHANGE.c.theme_id, _BEFORE.c.text_ar,
        _BEFORE.c.text_en, _AFTER.c.text_ar, _AFTER.c.text_en, _KEPT.c.text_ar, _KEPT.c.text_en,
    )
    .select_from(_FIRST_CHANGE)
    .where(_ANSWER.c.consultation_id == bindparam("consultation"))
    .order_by(_ANSWER.c.number.desc(), _CHANGE.c.theme_id, _CHANGE.c.clause_id)
    .limit(1)
)  # fmt: skip
