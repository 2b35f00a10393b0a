"""What sources say of a plan is added, corrected and withdrawn as dated rows, and nothing is overwritten."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import partial

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.plans.models import CountedBy, PeriodOf, Plan, PlanStatement
from consult.plans.queries import plans
from consult.plans.queries.standing import plan_years
from consult.plans.queries.stated import every_statement, standing_statements
from consult.plans.services import Statement, add_statement, correct_statement
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories.moments import LATER
from tests.factories.people import person
from tests.factories.plans import keeper, plan

FIRST = Statement(
    source_ar="مصدر مثالي", source_en="An example of a source", dated_on=date(2021, 12, 1), start_year=2021,
    end_year=2023, period_of=PeriodOf.ORIGINAL, commitment_count=5, counted_by=CountedBy.NATION,
)  # fmt: skip
LONGER = replace(FIRST, end_year=2025, period_of=PeriodOf.CURRENT)


@pytest.fixture
def of(session: Session) -> Plan:
    """Return a plan."""
    return plan(session)


@pytest.fixture
def who(session: Session) -> Actor:
    """Return who keeps it."""
    return keeper(session)


def add(session: Session, who: Actor, of: Plan, said: Statement = FIRST) -> PlanStatement:
    return add_statement(session, actor=who, now=LATER, zone=UTC, plan_id=of.id, said=said)


def correct(
    session: Session, who: Actor, of: Plan, row: PlanStatement, said: Statement | None
) -> PlanStatement:
    return correct_statement(
        session, actor=who, now=LATER, zone=UTC, plan_id=of.id, statement_id=row.id, said=said
    )


def test_plan_statements_that_differ_stand_side_by_side(session: Session, who: Actor, of: Plan) -> None:
    add(session, who, of)
    add(session, who, of, replace(LONGER, source_en="Another source"))
    public = next(row for row in plans(session) if row.id == of.id)
    assert [(row.end_year, row.period_of) for row in public.statements] == [
        (2023, "original"),
        (2025, "current"),
    ]
    assert plan_years(session, plan_id=of.id) == (2021, 2025)


def test_a_corrected_plan_statement_gives_its_place_and_stays_readable(
    session: Session, who: Actor, of: Plan
) -> None:
    first, second = add(session, who, of), add(session, who, of, replace(FIRST, source_en="Another"))
    after = correct(session, who, of, first, LONGER)
    every = every_statement(session, plan_id=of.id)
    assert standing_statements(every) == [after, second]
    assert first in every
    public = next(row for row in plans(session) if row.id == of.id)
    assert {row.end_year for row in public.statements} == {2023, 2025}
    told = session.scalars(select(LogEntry.details).where(LogEntry.kind == "plan-stated")).all()
    assert [entry["what"] for entry in told] == ["added", "added", "corrected"]


def test_a_withdrawn_plan_statement_is_not_counted(session: Session, who: Actor, of: Plan) -> None:
    first = add(session, who, of)
    correct(session, who, of, first, None)
    assert standing_statements(every_statement(session, plan_id=of.id)) == []
    assert next(row for row in plans(session) if row.id == of.id).statements == ()
    assert plan_years(session, plan_id=of.id) is None


def test_a_plan_statement_sent_again_is_one(session: Session, who: Actor, of: Plan) -> None:
    first = add(session, who, of)
    assert add(session, who, of).id == first.id
    after = correct(session, who, of, first, LONGER)
    assert correct(session, who, of, first, LONGER).id == after.id
    with problems(("edited-meanwhile", None)):
        correct(session, who, of, first, replace(LONGER, end_year=2026))
    with problems(("nothing-changed", None)):
        correct(session, who, of, after, LONGER)
    gone = correct(session, who, of, after, None)
    assert correct(session, who, of, after, None).id == gone.id


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (replace(FIRST, source_ar="", source_en=" "), "write-either", "source_ar"),
        (replace(FIRST, start_year=202), "year-unknown", "start_year"),
        (replace(FIRST, end_year=2020), "end-before-start", "end_year"),
        (replace(FIRST, commitment_count=1000), "number-unreadable", "commitment_count"),
        (replace(FIRST, start_year=None, end_year=None, commitment_count=None), "states-nothing", "start_year"),
        (replace(FIRST, dated_on=LATER.date() + timedelta(2)), "day-to-come", "dated_on"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_plan_statement_stands_at_its_field(
    session: Session, who: Actor, of: Plan, said: Statement, code: str, field: str
) -> None:
    with problems((code, field)):
        add(session, who, of, said)


def test_a_plan_statement_is_who_keeps_the_plans_alone(session: Session, of: Plan) -> None:
    first = add(session, person(session, (Role.COORDINATOR, of.scope)), of)
    other = plan(session)
    for actor in (person(session, (Role.OFFICER, SITE)), person(session, (Role.COORDINATOR, other.scope))):
        with pytest.raises(NotFoundError):
            add(session, actor, of)
    with pytest.raises(NotFoundError):
        correct(session, keeper(session), other, first, LONGER)


def test_a_plan_statement_is_neither_changed_nor_deleted(session: Session, who: Actor, of: Plan) -> None:
    add(session, who, of)
    with refused(session, "plan_statements_no_update"):
        session.execute(text("UPDATE plan_statements SET end_year = 2030"))
    with refused(session, "plan_statements_no_delete"):
        session.execute(text("DELETE FROM plan_statements"))


def test_of_thirty_corrections_at_once_one_holds(database: MigratedDatabase) -> None:
    def begin(session: Session) -> tuple[Actor, Plan, PlanStatement]:
        actor, made = keeper(session), plan(session)
        return actor, made, add(session, actor, made)

    actor, made, first = committed(database.engine, begin)

    def each(year: int, session: Session) -> int:
        return correct(session, actor, made, first, replace(FIRST, end_year=year)).id

    results = at_once(database.engine, [partial(each, 2024 + place) for place in range(30)])
    assert codes(results) == ["edited-meanwhile"] * 29
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).where(PlanStatement.corrects_id == first.id)) == 1
