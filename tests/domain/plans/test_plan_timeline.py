"""Steps of a plan's timeline are published, corrected, removed and put back; notice of co-creation is reckoned."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.plans.models import Plan, PlanStep
from consult.plans.policies import missed_since
from consult.plans.queries.stated import shown_steps
from consult.plans.services import StepWords, add_step, correct_step, remove_step, restore_step
from consult.shared.errors import NotFoundError
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.domain.refusal import problems, refused
from tests.factories.moments import LATER
from tests.factories.people import person
from tests.factories.plans import keeper, plan

AMMAN = ZoneInfo("Asia/Amman")
OPENS = LATER.date() + timedelta(14)
OPENING = StepWords(
    title_ar="افتتاح المشاركة", title_en="Co-creation opens", starts_on=OPENS, co_creation=True
)


@pytest.fixture
def of(session: Session) -> Plan:
    """Return a plan."""
    return plan(session)


@pytest.fixture
def who(session: Session) -> Actor:
    """Return who keeps it."""
    return keeper(session)


def test_plan_steps_stand_by_their_days_and_sent_again_are_one(
    session: Session, who: Actor, of: Plan
) -> None:
    later = replace(OPENING, title_en="Draft", starts_on=OPENS + timedelta(9), co_creation=False)
    for said in (later, OPENING, OPENING):
        add_step(session, actor=who, now=LATER, plan_id=of.id, said=said)
    assert [row.title_en for row in shown_steps(session, plan_id=of.id)] == ["Co-creation opens", "Draft"]


def test_a_removed_plan_step_is_put_back(session: Session, who: Actor, of: Plan) -> None:
    step = add_step(session, actor=who, now=LATER, plan_id=of.id, said=OPENING)
    for _twice in range(2):
        remove_step(session, actor=who, now=LATER, plan_id=of.id, step_id=step.id)
    assert shown_steps(session, plan_id=of.id) == []
    for _twice in range(2):
        restore_step(session, actor=who, now=LATER, plan_id=of.id, step_id=step.id)
    assert [row.id for row in shown_steps(session, plan_id=of.id)] == [step.id]


def test_a_corrected_plan_step_keeps_since_when_its_day_is_known(
    session: Session, who: Actor, of: Plan
) -> None:
    first = add_step(session, actor=who, now=LATER, plan_id=of.id, said=OPENING)
    week = LATER + timedelta(7)
    worded = correct_step(
        session, actor=who, now=week, plan_id=of.id, step_id=first.id, said=replace(OPENING, title_en="It opens")
    )  # fmt: skip
    assert worded.known_since == LATER
    assert missed_since(worded, UTC, 14) is None
    moved = correct_step(
        session, actor=who, now=week, plan_id=of.id, step_id=worded.id,
        said=replace(OPENING, starts_on=OPENS + timedelta(1)),
    )  # fmt: skip
    assert moved.known_since == week
    assert missed_since(moved, UTC, 14) == OPENS + timedelta(1 - 14)
    with problems(("edited-meanwhile", None)):
        correct_step(session, actor=who, now=week, plan_id=of.id, step_id=first.id, said=OPENING)
    with problems(("edited-meanwhile", None)):
        restore_step(session, actor=who, now=week, plan_id=of.id, step_id=first.id)
    with problems(("nothing-changed", None)):
        correct_step(
            session, actor=who, now=week, plan_id=of.id, step_id=moved.id,
            said=replace(OPENING, starts_on=OPENS + timedelta(1)),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("late", "missed"), [(timedelta(), None), (timedelta(days=1), date(2026, 6, 17))], ids=["on the day", "a day late"]
)  # fmt: skip
def test_plan_notice_is_reckoned_by_the_days_of_amman(late: timedelta, missed: date | None) -> None:
    # A quarter before midnight in Amman, of the last day that is in time.
    known = datetime(2026, 6, 17, 20, 45, tzinfo=UTC) + late
    step = PlanStep(starts_on=date(2026, 7, 1), known_since=known)
    assert missed_since(step, AMMAN, 14) == missed


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        (replace(OPENING, title_ar="", title_en=""), "write-either", "title_ar"),
        (replace(OPENING, starts_on=None), "date-unreadable", "starts_on"),
        (replace(OPENING, ends_on=OPENS - timedelta(1)), "end-before-start", "ends_on"),
    ],
)
def test_what_is_wrong_with_a_plan_step_stands_at_its_field(
    session: Session, who: Actor, of: Plan, said: StepWords, code: str, field: str
) -> None:
    with problems((code, field)):
        add_step(session, actor=who, now=LATER, plan_id=of.id, said=said)


def test_a_plan_step_is_who_keeps_the_plans_alone(session: Session, who: Actor, of: Plan) -> None:
    step = add_step(session, actor=who, now=LATER, plan_id=of.id, said=OPENING)
    stranger = person(session, (Role.OFFICER, SITE))
    with pytest.raises(NotFoundError):
        add_step(session, actor=stranger, now=LATER, plan_id=of.id, said=OPENING)
    with pytest.raises(NotFoundError):
        remove_step(session, actor=stranger, now=LATER, plan_id=of.id, step_id=step.id)
    with pytest.raises(NotFoundError):
        remove_step(session, actor=who, now=LATER, plan_id=plan(session).id, step_id=step.id)


def test_the_words_and_days_of_a_plan_step_do_not_change(session: Session, who: Actor, of: Plan) -> None:
    add_step(session, actor=who, now=LATER, plan_id=of.id, said=OPENING)
    with refused(session, "plan_steps_words"):
        session.execute(text("UPDATE plan_steps SET title_en = 'Other'"))
    with refused(session, "plan_steps_no_delete"):
        session.execute(text("DELETE FROM plan_steps"))


def test_of_thirty_who_correct_a_plan_step_at_once_one_does(database: MigratedDatabase) -> None:
    def begin(session: Session) -> tuple[Actor, int, int]:
        actor, made = keeper(session), plan(session)
        return actor, made.id, add_step(session, actor=actor, now=LATER, plan_id=made.id, said=OPENING).id

    actor, plan_id, step_id = committed(database.engine, begin)

    def each(days: int, session: Session) -> int:
        said = replace(OPENING, starts_on=OPENS + timedelta(days))
        return correct_step(session, actor=actor, now=LATER, plan_id=plan_id, step_id=step_id, said=said).id

    results = at_once(database.engine, [partial(each, 1 + place) for place in range(30)])
    assert codes(results) == ["edited-meanwhile"] * 29
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).where(PlanStep.replaces_id == step_id)) == 1
