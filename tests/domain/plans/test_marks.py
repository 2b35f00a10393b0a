"""The five tests of a commitment are ticked by somebody on a day; what it carries on leads both ways."""

from __future__ import annotations

from datetime import UTC, date
from itertools import pairwise

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans import services
from consult.plans.models import Commitment, CommitmentCarry, CommitmentTick, MilestoneStatus, SmartTest
from consult.plans.queries.promised import promised, standing_ticks, ticks_of
from consult.plans.queries.standing import commitments_at_desk
from consult.plans.services import CommitmentWords, MilestoneWords
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import begun, begun_plan, coordinator
from tests.factories.texts import organisation

SOME = {SmartTest.SPECIFIC, SmartTest.TIME_BOUND}


def tick(
    session: Session, by: Actor, of: Commitment, passed: set[SmartTest], seen: int | None = None
) -> None:
    every = ticks_of(session, commitment_id=of.id)
    services.tick_tests(
        session, actor=by, now=DRAFTED, commitment_id=of.id, passed=passed,
        seen=(every[-1].id if every else 0) if seen is None else seen,
    )  # fmt: skip


def carry(
    session: Session, by: Actor, of: Commitment, earlier: int | None, *, holds: bool | None = True
) -> None:
    services.carry_over(session, actor=by, now=DRAFTED, commitment_id=of.id, from_id=earlier, holds=holds)


def test_commitment_tests_are_ticked_and_unticked_with_who_and_when(session: Session) -> None:
    lead = organisation(session)
    by, officer = coordinator(session), person(session, (Role.OFFICER, lead.scope))
    there = begun(session, by, lead)
    tick(session, officer, there, SOME)
    stand = promised(session, commitment_id=there.id).ticks
    assert {(row.test, row.recorded_by_id, row.recorded_at, row.role) for row in stand} == {
        (test.value, officer.user_id, DRAFTED, "officer") for test in SOME
    }
    tick(session, by, there, {SmartTest.SPECIFIC})
    assert [row.test for row in promised(session, commitment_id=there.id).ticks] == ["specific"]
    # What was ticked before stays, with who took it away.
    assert [(row.test, row.ticked, row.role) for row in ticks_of(session, commitment_id=there.id)] == [
        ("specific", True, "officer"), ("time-bound", True, "officer"), ("time-bound", False, "coordinator"),
    ]  # fmt: skip
    entry = session.scalars(select(LogEntry).where(LogEntry.kind == "commitment-tested")).all()[-1]
    assert entry.details == {"ticked": [], "unticked": ["time-bound"]}


def test_commitment_tests_ticked_meanwhile_are_told_and_the_same_again_is_nothing(session: Session) -> None:
    by = coordinator(session)
    there = begun(session, by, organisation(session))
    tick(session, by, there, SOME)
    tick(session, by, there, SOME, seen=0)
    assert len(ticks_of(session, commitment_id=there.id)) == 2
    with pytest.raises(DomainError, match="edited-meanwhile"):
        tick(session, by, there, set(SmartTest), seen=0)
    stranger = person(session, (Role.OFFICER, organisation(session).scope))
    with pytest.raises(NotFoundError):
        tick(session, stranger, there, SOME)


def test_commitment_carries_on_one_of_another_plan_and_both_lead_to_each_other(session: Session) -> None:
    by, lead = coordinator(session), organisation(session)
    old, new = begun(session, by, lead), begun(session, by, lead, begun_plan(session, by))
    carry(session, by, new, old.id)
    carry(session, by, new, old.id)
    assert len(session.scalars(select(CommitmentCarry)).all()) == 1
    assert [(row.earlier, row.commitment.id) for row in promised(session, commitment_id=new.id).carried] == [
        (True, old.id)
    ]
    assert [(row.earlier, row.commitment.id) for row in promised(session, commitment_id=old.id).carried] == [
        (False, new.id)
    ]
    with pytest.raises(DomainError, match="carried-the-other-way"):
        carry(session, by, old, new.id)
    carry(session, by, new, old.id, holds=False)
    assert promised(session, commitment_id=new.id).carried == []
    for nothing in (None, 10**9, new.id):
        with pytest.raises(DomainError, match="choose-one"):
            carry(session, by, new, nothing)


@pytest.mark.parametrize("length", [2, 3, 5])
def test_commitments_carry_each_other_on_in_no_circle(session: Session, length: int) -> None:
    by, lead = coordinator(session), organisation(session)
    made = [begun(session, by, lead, begun_plan(session, by)) for _ in range(length)]
    for earlier, later in pairwise(made):
        carry(session, by, later, earlier.id)
    with pytest.raises(DomainError, match="carried-the-other-way") as problem:
        carry(session, by, made[0], made[-1].id)
    assert problem.value.field == "earlier"
    # Where one of them carries nothing on any more, it is no circle.
    carry(session, by, made[1], made[0].id, holds=False)
    carry(session, by, made[0], made[-1].id)


def test_commitment_carries_on_nothing_unless_it_is_said_which_way(session: Session) -> None:
    by, lead = coordinator(session), organisation(session)
    old, new = begun(session, by, lead), begun(session, by, lead, begun_plan(session, by))
    with pytest.raises(DomainError, match="choose-one") as problem:
        carry(session, by, new, old.id, holds=None)
    assert problem.value.field == "way"
    assert session.scalars(select(CommitmentCarry)).all() == []


def test_commitment_marks_and_acts_come_together_and_apart(session: Session) -> None:
    """One statement gives them all: none is multiplied by the others."""
    by, lead = coordinator(session), organisation(session)
    old, new = begun(session, by, lead), begun(session, by, lead, begun_plan(session, by))
    tick(session, by, new, set(SmartTest))
    carry(session, by, new, old.id)
    found = promised(session, commitment_id=new.id)
    assert (found.template, found.acts) == (None, [])
    assert [row.test for row in found.ticks] == [test.value for test in SmartTest]
    assert len(found.carried) == 1
    assert standing_ticks([]) == []


def test_commitment_marks_stay(session: Session) -> None:
    by, lead = coordinator(session), organisation(session)
    old, new = begun(session, by, lead), begun(session, by, lead, begun_plan(session, by))
    tick(session, by, new, SOME)
    carry(session, by, new, old.id)
    for change in (
        update(CommitmentTick).values(ticked=False), delete(CommitmentTick),
        update(CommitmentCarry).values(holds=False), delete(CommitmentCarry),
    ):  # fmt: skip
        with pytest.raises(IntegrityError, match="refused"), session.begin_nested():
            session.execute(change)


def test_plan_commitments_and_milestones_move_one_place_and_numbers_stay(session: Session) -> None:
    by, lead = coordinator(session), organisation(session)
    plan = begun_plan(session, by)
    made = [
        services.begin_commitment(
            session, actor=by, now=DRAFTED, plan_id=plan.id, number=str(number), said=CommitmentWords("التزام", "A"),
            lead=lead,
        )
        for number in (1, 2, 3)
    ]  # fmt: skip

    def order() -> list[str]:
        return [row.number for row in commitments_at_desk(session, plan_id=plan.id)]

    def move(number: int, *, up: bool) -> None:
        services.move_commitment(
            session, actor=by, now=DRAFTED, plan_id=plan.id, commitment_id=made[number - 1].id, up=up
        )

    move(3, up=True)
    assert order() == ["1", "3", "2"]
    move(1, up=True)
    move(2, up=False)
    assert order() == ["1", "3", "2"]
    move(1, up=False)
    assert order() == ["3", "1", "2"]
    there = made[0]
    for day in (2, 3, 4):
        said = MilestoneWords(f"محور {day}", f"M{day}", date(2027, 1, day), MilestoneStatus.NOT_STARTED)
        services.save_milestone(
            session, actor=by, now=DRAFTED, zone=UTC, commitment_id=there.id, milestone_id=None, said=said
        )
    last = there.milestones[-1].id
    services.move_milestone(
        session, actor=by, now=DRAFTED, commitment_id=there.id, milestone_id=last, up=True
    )
    session.refresh(there, ["milestones"])
    assert [row.title_en for row in there.milestones] == ["M2", "M4", "M3"]
    for commitment_id, milestone_id in ((made[1].id, last), (there.id, 10**9)):
        with pytest.raises(NotFoundError):
            services.move_milestone(
                session,
                actor=by,
                now=DRAFTED,
                commitment_id=commitment_id,
                milestone_id=milestone_id,
                up=True,
            )
    kinds = session.scalars(select(LogEntry.kind)).all()
    assert (kinds.count("commitment-moved"), kinds.count("milestone-moved")) == (2, 1)
