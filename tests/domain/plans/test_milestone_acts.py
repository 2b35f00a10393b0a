"""What is done with a milestone of an adopted commitment: each act has its reason, and nothing vanishes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans import queries, services
from consult.plans.models import (
    Commitment,
    CommitmentActKind,
    Milestone,
    MilestoneAct,
    MilestoneActKind,
    MilestoneStatus,
    PlanActKind,
    PlanStatement,
    RecordedMilestone,
)
from consult.plans.queries.progress import followed, milestone_acts
from consult.plans.services import Why, mark_of, milestone_fields
from consult.plans.services.committing import check_days
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from tests.domain.refusal import refusals, refused
from tests.factories.people import person
from tests.factories.progress import DONE, NOW, WHY, Promised, act_on_plan, promised
from tests.factories.promises import DELIVERED, begun, begun_plan, coordinator, written

TODAY = NOW.date()
RECOVERY = ("تسريع وتيرة العمل", "Speed the work up")
M, W, D, E, B = (
    MilestoneActKind.MOVED, MilestoneActKind.WITHDRAWN, MilestoneActKind.DELAYED, MilestoneActKind.DELAY_ENDED,
    MilestoneActKind.TAKEN_BACK,
)  # fmt: skip
MAY = [
    ([], {M, W, D}), ([M], {M, W, D, B}), ([D], {M, W, E, B}), ([D, E], {M, W, D, B}), ([W], {B}),
    ([W, B], {M, W, D}), ([D, B], {M, W, D}), ([D, W, B], {M, W, E, B}), ([D, M, B], {M, W, E, B}),
    ([D, E, B], {M, W, E, B}),
]  # fmt: skip


@pytest.fixture
def made(session: Session) -> Promised:
    """Return an adopted commitment with a milestone."""
    return promised(session)


def do(
    session: Session, of: Promised, kind: MilestoneActKind, *, actor: Actor | None = None, day: date | None = TODAY,
    reason: tuple[str, str] = WHY, due_on: date | None = None, recovery: tuple[str, str] = RECOVERY,
) -> MilestoneAct:  # fmt: skip
    """Do something with a milestone; a move is of a day ahead each time."""
    given = {
        "actor": actor or of.keeper, "now": NOW, "zone": UTC, "milestone_id": of.milestone.id, "happened_on": day,
        "reason": reason,
    }  # fmt: skip
    acts = milestone_acts(session, milestone_id=of.milestone.id)
    gone = {act.takes_back_id for act in acts}
    held = [act.id for act in acts if act.id not in gone and act.kind != B]
    last = held[-1] if held else 0
    due = due_on or of.milestone.due_on - timedelta(days=1)
    match kind:
        case MilestoneActKind.MOVED:
            return services.move(session, starts_on=of.milestone.starts_on, due_on=due, seen=last, **given)  # type: ignore[arg-type]
        case MilestoneActKind.WITHDRAWN:
            return services.withdraw(session, **given)  # type: ignore[arg-type]
        case MilestoneActKind.DELAYED:
            return services.declare_delay(session, recovery=recovery, **given)  # type: ignore[arg-type]
        case MilestoneActKind.DELAY_ENDED:
            return services.end_delay(session, **given)  # type: ignore[arg-type]
        case _:
            return services.take_back(session, seen=last, **given)  # type: ignore[arg-type]


def may_do(
    session: Session, of: Promised, actor: Actor, acts: Sequence[MilestoneAct]
) -> list[MilestoneActKind]:
    """Return what somebody may do with the milestone as it stands."""
    return services.offered(services.rights_on(session, actor, of.commitment), of.milestone, acts)


@pytest.mark.parametrize(("kinds", "may"), MAY)
def test_what_can_be_done_with_a_milestone_follows_from_its_acts(
    session: Session, made: Promised, kinds: list[MilestoneActKind], may: set[MilestoneActKind]
) -> None:
    for kind in kinds:
        do(session, made, kind)
    acts = milestone_acts(session, milestone_id=made.milestone.id)
    assert [act.kind for act in acts] == kinds
    assert set(may_do(session, made, made.keeper, acts)) == may
    for kind in MilestoneActKind:
        if kind is MilestoneActKind.ADDED:
            continue
        with session.begin_nested() as tried:
            if kind in may:
                do(session, made, kind)
            else:
                assert refusals(partial(do, session, made, kind)) == {("milestone-stands-otherwise", None)}
            tried.rollback()


@pytest.mark.parametrize(
    ("kinds", "stands"),
    [
        ([], (False, False)), ([D], (False, True)), ([D, E], (False, False)), ([D, M], (False, True)),
        ([W], (True, False)),
        ([D, W], (True, True)), ([D, W, B], (False, True)), ([D, E, B], (False, True)), ([D, E, D, B], (False, False)),
    ],
)  # fmt: skip
def test_the_record_reads_which_milestones_are_withdrawn_and_delayed(
    session: Session, made: Promised, kinds: list[MilestoneActKind], stands: tuple[bool, bool]
) -> None:
    for kind in kinds:
        do(session, made, kind)
    row = shown(session, made.commitment)
    assert (row.withdrawn, row.delayed) == stands


def shown(session: Session, of: Commitment) -> RecordedMilestone:
    """Return the first milestone of a commitment as the record shows it."""
    row = queries.commitment(session, plan_slug=of.plan.slug, number=of.number)
    assert row is not None
    return row.milestones[0]


def test_an_act_on_a_milestone_stays_and_the_log_tells_of_it(session: Session, made: Promised) -> None:
    act = do(session, made, D)
    assert (act.reason_en, act.recovery_ar, act.recorded_by_id) == (
        "A reason",
        RECOVERY[0],
        made.keeper.user_id,
    )
    entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc()).limit(1)).one()
    assert (entry.kind, entry.subject, entry.details) == (
        "milestone-act", f"commitment/{made.commitment.id}/milestones/{made.milestone.id}",
        {"act": "delayed", "happened_on": TODAY.isoformat()},
    )  # fmt: skip
    with refused(session, "milestone_acts_no_update"):
        session.execute(text("UPDATE milestone_acts SET reason_en = 'else'"))
    with refused(session, "milestone_acts_no_delete"):
        session.execute(text("DELETE FROM milestone_acts"))


def test_a_moved_milestone_says_what_its_days_were_and_taking_it_back_restores_them(
    session: Session, made: Promised
) -> None:
    before = made.milestone.due_on
    act = do(session, made, M, due_on=date(2027, 10, 1))
    assert (act.was_due_on, act.due_on, made.milestone.due_on) == (
        before,
        date(2027, 10, 1),
        date(2027, 10, 1),
    )
    back = do(session, made, B)
    assert (back.takes_back_id, made.milestone.due_on) == (act.id, before)
    found = followed(session, commitment_id=made.commitment.id)[made.milestone.id]
    assert [row.id for row in found.acts] == [act.id, back.id]


def test_a_move_is_not_taken_back_once_the_days_were_written_anew_since(
    session: Session, made: Promised
) -> None:
    do(session, made, M, due_on=date(2027, 10, 1))
    for kind, anew in (("taken-back", date(2027, 9, 1)), ("adopted", None)):
        services.act_on_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind(kind), happened_on=TODAY, reason=WHY,
        )  # fmt: skip
        if anew:
            save(session, made, made.milestone.id, due_on=anew)
    assert refusals(lambda: do(session, made, B)) == {("milestone-stands-otherwise", None)}
    assert made.milestone.due_on == date(2027, 9, 1)
    acts = milestone_acts(session, milestone_id=made.milestone.id)
    rights = services.rights_on(session, made.keeper, made.commitment)
    assert B not in services.offered(rights, made.milestone, acts)
    # What was done since on top of them can be taken back.
    do(session, made, D)
    do(session, made, B)
    assert made.milestone.due_on == date(2027, 9, 1)


def test_what_an_act_on_a_milestone_needs_stands_at_its_field(session: Session, made: Promised) -> None:
    for kind in (M, W, D):
        empty = partial(do, session, made, kind, reason=("", " "), day=None)
        assert refusals(empty) == {
            ("write-this", "happened_on"), ("write-this", "reason_ar"), ("write-this", "reason_en"),
        }  # fmt: skip
    whole = partial(do, session, made, D, recovery=("", ""), reason=("", "A reason"))
    assert refusals(whole) == {
        ("write-this", "reason_ar"), ("write-this", "recovery_ar"), ("write-this", "recovery_en"),
    }  # fmt: skip
    assert refusals(partial(do, session, made, W, day=TODAY + timedelta(days=1))) == {
        ("day-to-come", "happened_on")
    }
    same = partial(do, session, made, M, due_on=made.milestone.due_on)
    assert refusals(same) == {("nothing-changed", "due_on")}
    early = partial(do, session, made, M, due_on=date(2026, 12, 31))
    assert refusals(early) == {("ends-before-it-begins", "due_on")}
    do(session, made, D)
    yesterday = partial(do, session, made, E, day=TODAY - timedelta(days=1))
    assert refusals(yesterday) == {("act-before-the-last", "happened_on")}


def test_a_milestone_moves_within_the_plans_period(session: Session, made: Promised) -> None:
    session.add(
        PlanStatement(
            plan_id=made.commitment.plan_id, position=1, source_ar="مصدر", source_en="A source", start_year=2026,
            end_year=2028,
        )
    )  # fmt: skip
    session.flush()
    assert refusals(partial(do, session, made, M, due_on=date(2029, 1, 1))) == {
        ("outside-the-plan", "due_on")
    }
    check_days(session, made.commitment, DELIVERED)


def test_a_completed_milestone_is_not_declared_delayed(session: Session, made: Promised) -> None:
    services.report_progress(
        session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id,
        said=replace(DONE, status=MilestoneStatus.COMPLETED, evidence_url="https://example.org/page"),
    )  # fmt: skip
    assert refusals(partial(do, session, made, D)) == {("milestone-stands-otherwise", None)}


def test_nothing_is_reported_of_a_withdrawn_milestone_nor_is_it_written_anew(
    session: Session, made: Promised
) -> None:
    do(session, made, W)

    def report() -> object:
        return services.report_progress(
            session, actor=made.officer, now=NOW, zone=UTC, milestone_id=made.milestone.id, said=DONE
        )

    assert refusals(report) == {("milestone-withdrawn", None)}
    assert refusals(lambda: save(session, made, made.milestone.id)) == {("milestone-withdrawn", None)}


def save(session: Session, of: Promised, milestone_id: int | None, **anew: object) -> Milestone:
    return services.save_milestone(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, milestone_id=milestone_id,
        said=replace(DELIVERED, **anew),  # type: ignore[arg-type]
        why=Why(reason_en="Why", seen=mark_of(milestone_fields(of.milestone))),
    )  # fmt: skip


def test_officers_declare_delays_and_coordinators_do_the_rest(session: Session, made: Promised) -> None:
    for kind in (M, W):
        with pytest.raises(NotFoundError):
            do(session, made, kind, actor=made.officer)
    do(session, made, D, actor=made.officer)
    with pytest.raises(NotFoundError):
        do(session, made, B, actor=made.officer)
    acts = milestone_acts(session, milestone_id=made.milestone.id)
    assert may_do(session, made, made.officer, acts) == [E]
    do(session, made, E, actor=made.officer)
    for stranger in (coordinator(session, "plan:another"), person(session)):
        for kind in (M, W, D, B):
            with pytest.raises(NotFoundError):
                do(session, made, kind, actor=stranger)


def test_a_milestone_is_added_to_an_adopted_commitment_once_the_plan_is_refreshed(
    session: Session, made: Promised
) -> None:
    def add(reason: tuple[str, str] = WHY, actor: Actor | None = None) -> Milestone:
        return services.add_to_adopted(
            session, actor=actor or made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            said=DELIVERED, happened_on=TODAY, reason=reason,
        )  # fmt: skip

    act_on_plan(session, made, PlanActKind.ADOPTED, PlanActKind.BROUGHT_INTO_FORCE)
    assert refusals(add) == {("plan-takes-none", None)}
    assert refusals(lambda: save(session, made, None)) == {("commitment-stands-otherwise", None)}
    act_on_plan(session, made, PlanActKind.REFRESHED)
    assert refusals(lambda: add(("", "Why"))) == {("write-this", "reason_ar")}
    assert refusals(lambda: add(actor=made.officer)) == {("commitment-stands-otherwise", None)}
    added = add()
    acts = milestone_acts(session, milestone_id=added.id)
    assert [(act.kind, act.reason_en) for act in acts] == [("added", "A reason")]
    # It is withdrawn, not taken back.
    offers = services.offered(services.rights_on(session, made.keeper, made.commitment), added, acts)
    assert set(offers) == {M, W, D}


def test_where_a_milestone_of_an_adopted_commitment_stands_and_its_days_are_not_saved_but_said(
    session: Session, made: Promised
) -> None:
    save(session, made, made.milestone.id, title_en="Another title", status=MilestoneStatus.COMPLETED)
    assert (made.milestone.title_en, made.milestone.status) == ("Another title", "not_started")
    later = date(2028, 1, 1)
    assert refusals(lambda: save(session, made, made.milestone.id, due_on=later)) == {
        ("days-by-a-move", "due_on")
    }


def test_a_withdrawn_milestone_is_none_with_which_a_commitment_is_submitted(session: Session) -> None:
    keeper = coordinator(session)
    other = promised(session)
    draft = written(session, keeper, begun(session, keeper, other.lead, begun_plan(session, keeper)))
    session.refresh(draft, ["milestones"])
    of = Promised(draft, other.lead, other.officer, keeper)
    assert services.lacking(session, draft) == []
    do(session, of, W)
    assert [problem.code for problem in services.lacking(session, draft)] == ["no-milestone"]
    # Of a draft nothing is reported, and no delay is declared.
    assert refusals(partial(do, session, of, D)) == {("not-reported-on", None)}


def test_a_form_that_was_opened_before_another_act_moves_nothing(session: Session, made: Promised) -> None:
    milestone = made.milestone
    begins, due = milestone.starts_on, milestone.due_on

    def move(starts_on: date | None, due_on: date, seen: int) -> MilestoneAct:
        return services.move(
            session, actor=made.keeper, now=NOW, zone=UTC, milestone_id=milestone.id, starts_on=starts_on,
            due_on=due_on, happened_on=TODAY, reason=WHY, seen=seen,
        )  # fmt: skip

    first = move(date(2027, 3, 1), due, 0)
    # The second one's form still has the former beginning.
    assert refusals(lambda: move(begins, date(2027, 10, 1), 0)) == {("milestone-stands-otherwise", None)}
    assert milestone.starts_on == date(2027, 3, 1)
    move(date(2027, 3, 1), date(2027, 10, 1), first.id)
    assert (milestone.starts_on, milestone.due_on) == (date(2027, 3, 1), date(2027, 10, 1))
