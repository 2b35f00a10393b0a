"""What sources say of a plan's period and number of commitments: added and corrected, never overwritten."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, tzinfo

from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans.models import CountedBy, PeriodOf, Plan, PlanStatement
from consult.plans.queries import stated as queries
from consult.plans.services.keeping import kept_by
from consult.plans.services.words import MAX_NAME
from consult.record.services import append, check_day
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean_title, has_words

_YEARS = range(1990, 2101)
MOST_COUNTED = 999


@dataclass(frozen=True)
class Statement:
    """What one source says: a period, a number of commitments, or both. The source is named in one language or both."""

    source_ar: str = ""
    source_en: str = ""
    dated_on: date | None = None
    start_year: int | None = None
    end_year: int | None = None
    period_of: PeriodOf | None = None
    commitment_count: int | None = None
    counted_by: CountedBy | None = None


def add_statement(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, said: Statement
) -> PlanStatement:
    """Add what a source says; the same sent again is the same statement. Raises what is wrong at each field."""
    plan, said = kept_by(session, actor, plan_id), _tidy(said)
    check_statement(said, now, zone)
    every = queries.every_statement(session, plan_id=plan.id)
    gone = {row.corrects_id for row in every}
    for row in every:
        if row.id not in gone and not row.withdrawn and _says(row, said):
            return row
    return put_statement(session, actor=actor, now=now, plan=plan, said=said)


def correct_statement(
    session: Session, *, actor: Actor, now: datetime, zone: tzinfo, plan_id: int, statement_id: int,
    said: Statement | None,
) -> PlanStatement:  # fmt: skip
    """Put another in the place of a statement, or withdraw it where ``said`` is None; what stood stays readable.

    Raises ``edited-meanwhile`` where another took its place since, unless it says the same.
    """
    plan = kept_by(session, actor, plan_id)
    before = queries.statement(session, plan_id=plan.id, statement_id=statement_id)
    if before is None or before.withdrawn:
        raise NotFoundError
    said = _tidy(said) if said else None
    if said is not None:
        check_statement(said, now, zone)
    every = queries.every_statement(session, plan_id=plan.id)
    after = next((row for row in every if row.corrects_id == before.id), None)
    if after is not None:
        if after.withdrawn if said is None else not after.withdrawn and _says(after, said):
            return after
        raise DomainError("edited-meanwhile")
    if said is not None and _says(before, said):
        raise DomainError("nothing-changed")
    return put_statement(session, actor=actor, now=now, plan=plan, said=said, corrects=before)


def put_statement(
    session: Session, *, actor: Actor | None, now: datetime, plan: Plan, said: Statement | None,
    corrects: PlanStatement | None = None,
) -> PlanStatement:  # fmt: skip
    """Add a statement that its rules allow, and tell the log; without one, ``corrects`` is withdrawn."""
    kept = said or Statement(source_ar=corrects.source_ar, source_en=corrects.source_en) if corrects else said
    if kept is None:
        raise NotFoundError
    every = queries.every_statement(session, plan_id=plan.id)
    row = PlanStatement(
        plan_id=plan.id, position=max((each.position for each in every), default=0) + 1, **asdict(kept),
        recorded_at=now, recorded_by_id=actor.user_id if actor else None,
        corrects_id=corrects.id if corrects else None, withdrawn=said is None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    session.expire(plan, ["statements"])
    what = "withdrawn" if said is None else "corrected" if corrects else "added"
    append(
        session, now=now, kind="plan-stated", subject=f"plan/{plan.slug}",
        role=Role.COORDINATOR.value if actor else "operator", details={"statement": row.position, "what": what},
    )  # fmt: skip
    return row


def check_statement(said: Statement, now: datetime, zone: tzinfo) -> None:
    """Raise what is wrong with a statement, each at its field."""
    check_day(said.dated_on, now, zone, field="dated_on")
    sources = {
        name: value
        for name, value in (("source_ar", said.source_ar), ("source_en", said.source_en))
        if has_words(value)
    }
    problems = (
        problems_of_words(sources, most=MAX_NAME)
        if sources
        else [DomainError("write-either", field="source_ar")]
    )
    years = [("start_year", said.start_year), ("end_year", said.end_year)]
    problems += [
        DomainError("year-unknown", field=name, first=_YEARS[0], last=_YEARS[-1])
        for name, year in years
        if year is not None and year not in _YEARS
    ]
    if said.start_year and said.end_year and said.end_year < said.start_year:
        problems.append(DomainError("end-before-start", field="end_year"))
    if said.commitment_count is not None and not 0 <= said.commitment_count <= MOST_COUNTED:
        problems.append(DomainError("number-unreadable", field="commitment_count", most=MOST_COUNTED))
    if said.start_year is None and said.end_year is None and said.commitment_count is None:
        problems.append(DomainError("states-nothing", field="start_year"))
    raise_any(problems)


def _tidy(said: Statement) -> Statement:
    """Return a statement with clean words; which period, or who counted, is nothing without a period or a number."""
    has_period = said.start_year is not None or said.end_year is not None
    return replace(
        said, source_ar=clean_title(said.source_ar), source_en=clean_title(said.source_en),
        period_of=said.period_of if has_period else None,
        counted_by=said.counted_by if said.commitment_count is not None else None,
    )  # fmt: skip


def _says(row: PlanStatement, said: Statement) -> bool:
    return all(getattr(row, name) == value for name, value in asdict(said).items())
