"""The record is shown as it was known on a day, of how things stood on that day or on another."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.plans import queries
from consult.plans.models import BodyRole, Commitment, MilestoneStatus
from consult.plans.queries.known import KnownCommitment, KnownPlan
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    add_commitment,
    declare_delay,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
    take_back,
    withdraw,
)
from tests.factories.moments import DRAFTED
from tests.factories.progress import NOW, WHY, promised
from tests.factories.texts import commitment, organisation

AMMAN = ZoneInfo("Asia/Amman")
APRIL, MAY, LEARNED = date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 20)


@pytest.fixture
def bodies(session: Session) -> list[Organisation]:
    """Return three organisations; the first leads."""
    return [organisation(session) for _ in range(3)]


@pytest.fixture
def made(session: Session, bodies: list[Organisation]) -> Commitment:
    """Return a commitment of which everything was recorded on 1 March."""
    return commitment(session, bodies[0])


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=AMMAN)


def takes(
    session: Session, made: Commitment, body: Organisation, happened: date | None, recorded: date,
    role: BodyRole = BodyRole.LEAD, *, holds: bool = True,
) -> None:  # fmt: skip
    """Record on a day that a body took a role on another, or gave it up."""
    record_body(
        session, actor=None, now=noon(recorded), zone=AMMAN, commitment_id=made.id, organisation_id=body.id, role=role,
        happened_on=happened, holds=holds,
    )  # fmt: skip


def plan(session: Session, made: Commitment, day: date, about: date | None = None) -> KnownPlan:
    found = queries.as_known_on(session, day, plan_id=made.plan_id, zone=AMMAN, about=about)
    assert found is not None
    return found


def known(session: Session, made: Commitment, day: date, about: date | None = None) -> KnownCommitment:
    return plan(session, made, day, about).commitments[0]


def led(session: Session, made: Commitment, day: date, about: date | None = None) -> str | None:
    """Return who led, as it was known on a day."""
    lead = known(session, made, day, about).commitment.lead
    return lead.name_en if lead else None


def test_a_lead_that_changed_twice_and_was_learned_late_is_read_as_known_on_four_days(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    first, second, between = bodies
    takes(session, made, second, happened=MAY, recorded=date(2026, 5, 10))
    takes(session, made, between, happened=APRIL, recorded=LEARNED)
    before = date(2026, 2, 28)
    assert queries.as_known_on(session, before, plan_id=made.plan_id, zone=AMMAN) is None
    assert led(session, made, date(2026, 4, 15)) == first.name_en
    assert led(session, made, date(2026, 5, 10)) == second.name_en
    assert led(session, made, LEARNED) == second.name_en
    # How it stood on 15 April, as it is known now and as it was known before.
    assert led(session, made, LEARNED, about=date(2026, 4, 15)) == between.name_en
    assert led(session, made, LEARNED - timedelta(days=1), about=date(2026, 4, 15)) == first.name_en
    assert led(session, made, LEARNED, about=date(2026, 3, 31)) == first.name_en
    assert made.lead_id == second.id


def test_a_day_ends_by_the_clocks_of_the_zone(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    record_body(
        session, actor=None, now=datetime(2026, 5, 10, 21, tzinfo=UTC), zone=AMMAN, commitment_id=made.id,
        organisation_id=bodies[1].id, role=BodyRole.LEAD, happened_on=None,
    )  # fmt: skip
    assert led(session, made, date(2026, 5, 10)) == bodies[0].name_en
    assert led(session, made, date(2026, 5, 11)) == bodies[1].name_en


def test_who_gives_up_the_lead_leaves_nobody_and_nobody_else_without_it(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    first, second, _third = bodies
    takes(session, made, second, happened=MAY, recorded=MAY)
    takes(session, made, first, happened=MAY, recorded=LEARNED, holds=False)
    assert (made.lead_id, led(session, made, LEARNED)) == (second.id, second.name_en)
    takes(session, made, second, happened=LEARNED, recorded=LEARNED, holds=False)
    assert (made.lead_id, led(session, made, LEARNED)) == (None, None)
    assert led(session, made, LEARNED, about=date(2026, 5, 2)) == second.name_en
    # Whoever led before does not come back by itself, and may take it again.
    takes(session, made, second, happened=LEARNED, recorded=LEARNED)
    assert (made.lead_id, led(session, made, LEARNED)) == (second.id, second.name_en)


def test_several_bodies_support_while_one_leads(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    first, second, third = bodies
    for body in (second, third):
        takes(session, made, body, APRIL, APRIL, BodyRole.SUPPORTING)
    takes(session, made, second, MAY, MAY, BodyRole.SUPPORTING, holds=False)
    assert [body.name_en for body in known(session, made, APRIL).supporting] == [
        second.name_en,
        third.name_en,
    ]
    assert [body.name_en for body in known(session, made, MAY).supporting] == [third.name_en]
    assert [led(session, made, day) for day in (APRIL, MAY)] == [first.name_en] * 2
    assert made.lead_id == first.id


def test_of_one_day_what_was_recorded_last_counts(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    for body in bodies[1:]:
        takes(session, made, body, happened=MAY, recorded=MAY)
    assert (made.lead_id, led(session, made, MAY)) == (bodies[2].id, bodies[2].name_en)
    takes(session, made, bodies[1], happened=MAY, recorded=LEARNED)
    assert (made.lead_id, led(session, made, LEARNED)) == (bodies[1].id, bodies[1].name_en)
    assert led(session, made, MAY) == bodies[2].name_en


def test_what_happened_on_no_day_that_is_known_comes_before_all_days(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    takes(session, made, bodies[1], happened=MAY, recorded=MAY)
    takes(session, made, bodies[2], happened=None, recorded=LEARNED)
    assert (made.lead_id, led(session, made, LEARNED)) == (bodies[1].id, bodies[1].name_en)
    assert led(session, made, LEARNED, about=APRIL) == bodies[2].name_en


def test_a_milestone_that_moved_is_due_on_both_days_each_in_its_time(
    session: Session, made: Commitment
) -> None:
    milestone = made.milestones[0]
    stood = MilestoneWords("محور 1", "Milestone 1", milestone.due_on, MilestoneStatus.NOT_STARTED)
    moved = replace(
        stood, due_on=date(2027, 9, 30), status=MilestoneStatus.IN_PROGRESS, as_of=date(2026, 5, 10)
    )
    for said, happened in ((moved, MAY), (replace(stood, title_en="First"), APRIL)):
        record_milestone(
            session,
            actor=None,
            now=noon(LEARNED),
            zone=AMMAN,
            milestone_id=milestone.id,
            said=said,
            happened_on=happened,
        )
    assert (milestone.due_on, milestone.status, milestone.as_of) == (moved.due_on, moved.status, moved.as_of)

    def seen(day: date, about: date | None = None) -> tuple[str, date, str]:
        row = known(session, made, day, about).commitment.milestones[0]
        assert row.id == milestone.id
        return row.title_en, row.due_on, row.status

    assert seen(MAY) == ("Milestone 1", stood.due_on, "not_started")
    assert seen(LEARNED) == ("Milestone 1", moved.due_on, "in_progress")
    assert seen(LEARNED, about=APRIL) == ("First", stood.due_on, "not_started")
    assert len(known(session, made, LEARNED).commitment.milestones) == 2


def test_what_a_plan_and_a_commitment_were_called_is_told_as_it_was(
    session: Session, made: Commitment, bodies: list[Organisation]
) -> None:
    said = PlanWords("الخطة", "The plan", "مواضيع", "Topics")
    record_plan(
        session, actor=None, now=noon(MAY), zone=AMMAN, plan_id=made.plan_id, said=said, happened_on=MAY
    )
    late = CommitmentWords("التزام آخر", "Another", None, "A note", delayed=True, delay_note_en="Why")
    record_commitment(
        session, actor=None, now=noon(MAY), zone=AMMAN, commitment_id=made.id, said=late, happened_on=APRIL
    )
    add_commitment(
        session,
        actor=None,
        now=noon(LEARNED),
        plan=made.plan,
        number="0A",
        position=0,
        said=CommitmentWords("أول", "New"),
    )
    then, now = plan(session, made, APRIL), plan(session, made, LEARNED)
    assert (then.plan.title_en, then.topics_en) == ("A plan", None)
    assert (now.plan.title_en, now.topics_ar, now.topics_en) == ("The plan", "مواضيع", "Topics")
    assert [row.commitment.title_en for row in then.commitments] == ["A commitment"]
    assert [row.commitment.title_en for row in now.commitments] == ["New", "Another"]
    newest = now.commitments[1].commitment
    assert newest == queries.commitment(session, plan_slug=made.plan.slug, number="1")
    assert (newest.note_en, newest.delayed, newest.delay_note_en) == ("A note", True, "Why")
    assert (made.plan.title_en, made.title_ar, made.delayed) == ("The plan", "التزام آخر", True)
    assert led(session, made, APRIL) == bodies[0].name_en


def test_whether_a_milestone_was_withdrawn_or_delayed_is_told_as_it_was(session: Session) -> None:
    of, noise = promised(session), promised(session)
    days = [NOW.date() + timedelta(days=passed) for passed in (10, 20, 30)]
    delayed, gone, back = days

    def given(day: date, milestone_id: int = of.milestone.id) -> dict[str, Any]:
        return {
            "actor": of.keeper, "now": noon(day), "zone": AMMAN, "milestone_id": milestone_id, "happened_on": day,
            "reason": WHY,
        }  # fmt: skip

    declare_delay(session, recovery=WHY, **given(delayed))
    act = withdraw(session, **given(gone))
    take_back(session, seen=act.id, **given(back))
    withdraw(session, **given(delayed, noise.milestone.id) | {"actor": noise.keeper})

    def held(day: date, about: date | None = None) -> tuple[bool, bool]:
        (milestone,) = known(session, of.commitment, day, about).commitment.milestones
        return milestone.withdrawn, milestone.delayed

    assert held(NOW.date()) == (False, False)
    assert held(delayed) == (False, True)
    assert held(gone) == (True, True)
    assert held(back) == (False, True)
    assert held(back, about=gone) == (True, True)
    assert held(back, about=NOW.date()) == (False, False)


def test_nothing_is_known_of_a_plan_that_is_not_there(session: Session) -> None:
    assert queries.as_known_on(session, DRAFTED.date(), plan_id=0, zone=AMMAN) is None
