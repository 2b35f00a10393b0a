"""Which commitments are followed: those that were adopted, and those that the record brought along; said once."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date
from functools import partial

import pytest
from sqlalchemy.orm import Session

from consult.accounts.policies import Actor
from consult.plans import queries, services
from consult.plans.models import Commitment, CommitmentAct, CommitmentActKind, Milestone, MilestoneStatus
from consult.plans.policies.progress import is_followed
from consult.plans.queries.progress import milestone_acts
from consult.plans.queries.standing import reporting_states
from consult.plans.services import CommitmentWords, Why, mark_of, milestone_fields
from consult.shared.state import CommitmentState
from tests.domain.refusal import refusals
from tests.factories.imports import carry, problems, record, seen
from tests.factories.moments import DRAFTED
from tests.factories.progress import DONE, NOW, WHY, Promised, brought_along
from tests.factories.promises import DELIVERED, begun_plan, coordinator
from tests.factories.texts import organisation

HEAD = ["commitment_number", "milestone_id", "milestone_title_en", "milestone_due_on", "status"]


def drafted(session: Session) -> Promised:
    """Return a commitment that an account entered and that the public reads of, as one whose text was announced."""
    keeper, lead = coordinator(session), organisation(session)
    there = services.add_commitment(
        session, actor=keeper, now=DRAFTED, plan=begun_plan(session, keeper), number="1", position=1, lead=lead,
        said=CommitmentWords("التزام", "A commitment"),
    )  # fmt: skip
    there.plan.shown_at = DRAFTED
    services.add_milestone(session, actor=keeper, now=DRAFTED, zone=UTC, commitment=there, said=DELIVERED)
    session.refresh(there, ["milestones"])
    return Promised(there, lead, keeper, keeper)


def save(session: Session, of: Promised, milestone_id: int | None, **anew: object) -> Milestone:
    return services.save_milestone(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, milestone_id=milestone_id,
        said=replace(DELIVERED, **anew),  # type: ignore[arg-type]
    )  # fmt: skip


def said_of(session: Session, there: Commitment) -> set[bool]:
    """Return what is said of a commitment: by the record's statement, by the desk's, and by the import's."""
    row = queries.commitment(session, plan_slug=there.plan.slug, number=there.number)
    (known,) = record(session, there.plan)
    assert row is not None
    state = reporting_states(session, [there.id])[there.id]
    return {row.adopted, known.followed, state is CommitmentState.ADOPTED}


@pytest.mark.parametrize("along", [True, False])
@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ("", None), ("taken", None), ("adopted", CommitmentState.ADOPTED),
        ("withdrawn", CommitmentState.WITHDRAWN),
    ],
)  # fmt: skip
def test_a_commitment_is_followed_once_it_is_adopted_or_where_it_was_brought_along(
    session: Session, along: bool, kinds: str, state: CommitmentState | None  # noqa: FBT001 - a grid
) -> None:  # fmt: skip
    followed = state is CommitmentState.ADOPTED or (along and state is None)
    assert is_followed(state, brought_along=along) is followed
    of = brought_along(session) if along else drafted(session)
    there = of.commitment
    rows = {"taken": ["submitted", "taken-back"], "withdrawn": ["submitted", "adopted", "withdrawn"]}
    for kind in rows.get(kinds, ["submitted", kinds] if kinds else []):
        _force(session, of, CommitmentActKind(kind))
    # What an account records later changes nothing of who began it.
    services.record_commitment(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=there.id, happened_on=NOW.date(),
        said=CommitmentWords("التزام", "A commitment by another name"),
    )  # fmt: skip
    assert said_of(session, there) == {followed}


def _force(session: Session, of: Promised, kind: CommitmentActKind) -> None:
    session.add(
        CommitmentAct(
            commitment_id=of.commitment.id, kind=kind.value, happened_on=NOW.date(), recorded_at=NOW,
            recorded_by_id=of.keeper.user_id, reason_ar=WHY[0], reason_en=WHY[1],
        )
    )  # fmt: skip
    session.flush()


def test_milestones_that_were_brought_along_change_by_acts_with_a_reason(session: Session) -> None:
    of = brought_along(session)
    milestone = of.milestone
    later = date(2028, 1, 1)
    assert refusals(lambda: save(session, of, milestone.id, due_on=later)) == {("days-by-a-move", "due_on")}
    assert refusals(lambda: save(session, of, None)) == {("commitment-stands-otherwise", None)}
    services.report_progress(
        session, actor=of.officer, now=NOW, zone=UTC, milestone_id=milestone.id, said=DONE
    )
    # The form was opened before the report: where it stands is as it was reported.
    assert refusals(lambda: save(session, of, milestone.id, title_en="Another")) == {
        ("write-either", "reason_ar")
    }
    services.save_milestone(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, milestone_id=milestone.id,
        said=replace(DELIVERED, title_en="Another title"),
        why=Why(reason_en="Why", seen=mark_of(milestone_fields(milestone))),
    )  # fmt: skip
    assert (milestone.title_en, milestone.status, milestone.as_of) == (
        "Another title", MilestoneStatus.IN_PROGRESS, DONE.as_of,
    )  # fmt: skip
    added = services.add_to_adopted(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id,
        said=replace(DELIVERED, title_en="One more"), happened_on=NOW.date(), reason=WHY,
    )  # fmt: skip
    assert [each.reason_en for each in milestone_acts(session, milestone_id=added.id)] == [WHY[1]]


def test_import_leaves_days_and_status_of_what_was_brought_along_to_its_page(session: Session) -> None:
    of = brought_along(session)
    own = ["1", str(of.milestone.id), "A page"]
    assert problems(seen(session, of.commitment.plan, [HEAD, [*own, "2027-06-30", "completed"]])) == [
        (2, "milestone_due_on", "days-by-a-move"), (2, "status", "status-by-a-report"),
    ]  # fmt: skip
    assert problems(seen(session, of.commitment.plan, [HEAD, ["1", "", "A new one", "2027-06-30", ""]])) == [
        (2, "", "milestone-by-an-act")
    ]


def test_a_draft_that_an_account_entered_is_written_freely_though_the_public_reads_of_it(
    session: Session,
) -> None:
    of = drafted(session)
    milestone = of.milestone
    rows = [
        [*HEAD, "status_as_of"],
        ["1", str(milestone.id), "A page", "2027-06-30", "completed", DRAFTED.date().isoformat()],
        ["1", "", "A new one", "2027-07-31", "", ""],
    ]
    carry(session, of.keeper, of.commitment.plan, rows)
    session.refresh(milestone)
    assert (milestone.due_on, milestone.status) == (date(2027, 6, 30), MilestoneStatus.COMPLETED)
    assert len(record(session, of.commitment.plan)[0].milestones) == 2
    save(session, of, milestone.id, due_on=date(2027, 8, 1))
    save(session, of, None)

    def report() -> object:
        return services.report_progress(
            session, actor=of.keeper, now=NOW, zone=UTC, milestone_id=milestone.id, said=DONE
        )

    assert refusals(report) == {("not-reported-on", None)}
    rights = services.rights_on(session, of.keeper, of.commitment)
    assert (rights.followed, rights.reports, rights.writes) == (False, False, True)


def test_what_was_brought_along_is_no_draft_and_can_be_withdrawn_and_stand_again(session: Session) -> None:
    of = brought_along(session)
    there = of.commitment
    # An officer of its body does not write it any more, as of one that was adopted here.
    words = CommitmentWords("التزام", "Another name")

    def rename(actor: Actor) -> None:
        services.save_commitment(
            session, actor=actor, now=NOW, zone=UTC, commitment_id=there.id, said=words, happened_on=None
        )

    assert refusals(lambda: rename(of.officer)) == {("commitment-stands-otherwise", None)}

    def do(kind: CommitmentActKind) -> object:
        return services.act_on_commitment(
            session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=there.id, kind=kind, happened_on=NOW.date(),
            reason=WHY,
        )  # fmt: skip

    for kind in set(CommitmentActKind) - {CommitmentActKind.WITHDRAWN}:
        assert refusals(partial(do, kind)) == {("commitment-stands-otherwise", None)}
    do(CommitmentActKind.WITHDRAWN)
    assert said_of(session, there) == {False}
    do(CommitmentActKind.TAKEN_BACK)
    assert said_of(session, there) == {True}
    assert refusals(partial(do, CommitmentActKind.TAKEN_BACK)) == {("commitment-stands-otherwise", None)}
