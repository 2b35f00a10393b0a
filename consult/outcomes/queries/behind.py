"""What stands behind the record: clauses that answers changed and milestones that they named, as plain rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Select, bindparam, inspect, select
from sqlalchemy.orm import Session

from consult.consultations.models import Consultation
from consult.consultations.queries.owners import OWNER, ClauseWords, DatedText, owner_of, with_owner
from consult.outcomes.models import Outcome, OutcomeChange, OutcomeMilestone
from consult.outcomes.queries.shown import BY
from consult.plans.models import Commitment, Milestone, Plan, RecordedMilestone
from consult.plans.queries.held import of_milestone, reported_on
from consult.texts.models import ClauseDifference, ClauseText, Pieces, TextVersion


class NamedOutcome(NamedTuple):
    """An outcome, as it is named elsewhere, by its consultation."""

    id: int
    number: int
    published_at: datetime
    slug: str
    answered_at: datetime | None


class ChangedClause(NamedTuple):
    """A clause that an answer changed: its words before and after, and what is ``kept`` of its text's difference."""

    theme_id: int
    before: ClauseWords
    after: ClauseWords
    kept_ar: Pieces | None
    kept_en: Pieces | None


class NamedMilestone(NamedTuple):
    """A milestone that an answer named, and where it stands in the plan record.

    ``reported_on``: its commitment is adopted, so that progress has to be reported.
    """

    theme_id: int
    milestone: RecordedMilestone
    plan_slug: str
    number: str
    reported_on: bool


def changed_clauses(session: Session, *, outcome_id: int) -> list[ChangedClause]:
    """Return the clauses that an outcome changed, by theme and clause."""
    return [_changed(row) for row in session.execute(_CHANGED_BY, {"outcome": outcome_id})]


def named_milestones(session: Session, *, outcome_id: int) -> list[NamedMilestone]:
    """Return the milestones that an outcome named, by theme and milestone."""
    rows = session.execute(_NAMED_MILESTONES, {"outcome": outcome_id})
    return [
        NamedMilestone(row[0], RecordedMilestone._make(row[4:]), row[1], row[2], bool(row[3])) for row in rows
    ]


def behind_version(session: Session, *, version_id: int) -> list[tuple[ChangedClause, NamedOutcome]]:
    """Return the changes that led to a version of a text, with the outcome of each: the newest that names it."""
    found: dict[tuple[int, int], tuple[ChangedClause, NamedOutcome]] = {}
    for row in session.execute(_BEHIND_VERSION, {"version": version_id}):
        outcome, change = NamedOutcome._make(row[:_NAMING]), _changed(row[_NAMING:])
        found.setdefault((change.theme_id, change.after.clause_id), (change, outcome))
    return list(found.values())


def behind_milestones(session: Session, *, commitment_id: int) -> dict[int, tuple[NamedOutcome, int]]:
    """Return, for each milestone of a commitment that an outcome named, the newest that did and its theme's id."""
    return _newest(session.execute(_BEHIND_MILESTONES, {"commitment": commitment_id}))


def behind_plan(session: Session, *, plan_id: int) -> dict[int, tuple[NamedOutcome, int]]:
    """Return the same for the milestones of all commitments of a plan."""
    return _newest(session.execute(_BEHIND_PLAN, {"plan": plan_id}))


def _newest(rows: Iterable[Sequence[Any]]) -> dict[int, tuple[NamedOutcome, int]]:
    found: dict[int, tuple[NamedOutcome, int]] = {}
    for row in rows:
        found.setdefault(row[0], (NamedOutcome._make(row[2:]), row[1]))
    return found


def _changed(row: Sequence[Any]) -> ChangedClause:
    """Return the change whose columns are ``_CHANGE``."""
    theme_id, clause_id = row[:2]
    from_version, to_version, before, after = row[2:5], row[5:8], row[8:13], row[13:18]
    home, kept = row[18:_DIFFERS], row[_DIFFERS:]
    owner = owner_of(home)
    old, new = (DatedText._make((*each, owner)) for each in (from_version, to_version))
    return ChangedClause(
        theme_id,
        ClauseWords._make((old.id, clause_id, *before, old)),
        ClauseWords._make((new.id, clause_id, *after, new)),
        *kept,
    )


# The tables themselves: SQLAlchemy gives their rows sooner than those of entities.
_OUTCOME, _ASKED = inspect(Outcome).local_table, inspect(Consultation).local_table
_CHANGED, _NAMED = inspect(OutcomeChange).local_table, inspect(OutcomeMilestone).local_table
_VERSION, _WORDS = inspect(TextVersion).local_table, inspect(ClauseText).local_table
_COMMITTED, _PLAN = inspect(Commitment).local_table, inspect(Plan).local_table
_LAID, _KEPT = inspect(Milestone).local_table, inspect(ClauseDifference).local_table
_OLD, _NEW = _VERSION.alias("old"), _VERSION.alias("new")
_BEFORE, _AFTER = _WORDS.alias("before"), _WORDS.alias("after")
_CHANGE = [
    _CHANGED.c.theme_id,
    _CHANGED.c.clause_id,
    *(each.c[name] for each in (_OLD, _NEW) for name in DatedText._fields[:-1]),
    *(each.c[name] for each in (_BEFORE, _AFTER) for name in ClauseWords._fields[2:-1]),
    *OWNER,
    _KEPT.c.text_ar,
    _KEPT.c.text_en,
]
# Where in the row of a change the kept difference begins.
_DIFFERS = len(_CHANGE) - 2
_NAMING = len(NamedOutcome._fields)
_NAMING_COLUMNS = [
    _OUTCOME.c.id, _OUTCOME.c.number, _OUTCOME.c.published_at, _ASKED.c.slug, _ASKED.c.answered_at,
]  # fmt: skip


def _changes(*columns: Any, by: Any) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns, and what joins them
    """Return the changes with their words, each after these columns ``by`` which they are found."""
    of_clause = _CHANGED.c.clause_id
    words = (
        by.join(_OLD, _OLD.c.id == _CHANGED.c.from_version_id)
        .join(_NEW, _NEW.c.id == _CHANGED.c.to_version_id)
        .join(_BEFORE, (_BEFORE.c.version_id == _OLD.c.id) & (_BEFORE.c.clause_id == of_clause))
        .join(_AFTER, (_AFTER.c.version_id == _NEW.c.id) & (_AFTER.c.clause_id == of_clause))
    )
    return select(*columns, *_CHANGE).select_from(
        with_owner(words, _NEW.c.text_id).outerjoin(
            _KEPT,
            (_KEPT.c.from_version_id == _OLD.c.id)
            & (_KEPT.c.to_version_id == _NEW.c.id)
            & (_KEPT.c.clause_id == of_clause),
        )
    )


# Built once: building a statement costs more than sending it.
_CHANGED_BY = (
    _changes(by=_CHANGED)
    .where(_CHANGED.c.outcome_id == bindparam("outcome"))
    .order_by(_CHANGED.c.theme_id, _CHANGED.c.clause_id)
)
# Numbers of outcomes count within one consultation: of two consultations', the newer is the one published later.
_NEWEST_FIRST = (_OUTCOME.c.published_at.desc(), _OUTCOME.c.id.desc())
_BEHIND_VERSION = (
    _changes(*_NAMING_COLUMNS, by=BY.join(_CHANGED, _CHANGED.c.outcome_id == _OUTCOME.c.id))
    .where(_CHANGED.c.to_version_id == bindparam("version"))
    .order_by(_CHANGED.c.clause_id, *_NEWEST_FIRST, _CHANGED.c.theme_id)
)
_NAMED_MILESTONES = (
    select(
        _NAMED.c.theme_id,
        _PLAN.c.slug,
        _COMMITTED.c.number,
        reported_on(_COMMITTED.c.id),
        *of_milestone(_LAID),
    )
    .select_from(
        _NAMED.join(_LAID, _LAID.c.id == _NAMED.c.milestone_id)
        .join(_COMMITTED, _COMMITTED.c.id == _LAID.c.commitment_id)
        .join(_PLAN, _PLAN.c.id == _COMMITTED.c.plan_id)
    )
    .where(_NAMED.c.outcome_id == bindparam("outcome"))
    .order_by(_NAMED.c.theme_id, _NAMED.c.milestone_id)
)
_NAMERS = (
    select(_NAMED.c.milestone_id, _NAMED.c.theme_id, *_NAMING_COLUMNS)
    .select_from(
        BY.join(_NAMED, _NAMED.c.outcome_id == _OUTCOME.c.id).join(_LAID, _LAID.c.id == _NAMED.c.milestone_id)
    )
    .order_by(_NAMED.c.milestone_id, *_NEWEST_FIRST, _NAMED.c.theme_id)
)
_BEHIND_MILESTONES = _NAMERS.where(_LAID.c.commitment_id == bindparam("commitment"))
_BEHIND_PLAN = _NAMERS.join(_COMMITTED, _COMMITTED.c.id == _LAID.c.commitment_id).where(
    _COMMITTED.c.plan_id == bindparam("plan")
)
