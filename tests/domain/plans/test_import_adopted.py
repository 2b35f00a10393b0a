"""Importing into adopted commitments: what is done by an act or a report on their pages is refused at its cell."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy.orm import Session

from consult.plans import services
from consult.plans.models import CommitmentActKind
from consult.plans.models.columns import COLUMNS
from consult.plans.queries.exchanged import exchanged, rows_of
from consult.plans.services.importing import preview
from tests.domain.refusal import refusals
from tests.factories.imports import carry, problems, record, seen
from tests.factories.progress import NOW, WHY, promised
from tests.factories.promises import DELIVERED
from tests.factories.tables import VOCABULARY, Rows, exported

HEAD = ["commitment_number", "milestone_id", "milestone_title_en", "milestone_due_on", "status"]


def test_import_leaves_days_and_status_of_an_adopted_commitment_to_its_page(session: Session) -> None:
    there = promised(session)
    plan, milestone = there.commitment.plan, there.milestone
    (before,) = record(session, plan)
    assert before.followed
    own = ["1", str(milestone.id)]
    due = milestone.due_on.isoformat()
    rows: Rows = [HEAD, [*own, "Another title", "2027-06-30", "in progress"]]
    assert problems(seen(session, plan, rows)) == [
        (2, "milestone_title_en", "words-with-a-reason"), (2, "milestone_due_on", "days-by-a-move"),
        (2, "status", "status-by-a-report"),
    ]  # fmt: skip
    assert problems(seen(session, plan, [HEAD, ["1", "", "A new one", "2027-06-30", ""]])) == [
        (2, "", "milestone-by-an-act")
    ]
    found = seen(session, plan, [HEAD, [*own, "A page", due, ""]])
    assert (problems(found), found.changes) == ([], [])


def test_export_goes_in_again_where_a_milestone_was_reported_on_and_another_withdrawn(
    session: Session,
) -> None:
    there = promised(session)
    plan, milestone = there.commitment.plan, there.milestone
    services.withdraw(
        session, actor=there.keeper, now=NOW, zone=UTC, milestone_id=milestone.id, happened_on=NOW.date(), reason=WHY
    )  # fmt: skip
    (known,) = record(session, plan)
    assert [each.withdrawn for each in known.milestones] == [True]
    found = preview(
        session, plan_id=plan.id, sheets=exported([known], packed=False), vocabulary=VOCABULARY, now=NOW, zone=UTC
    )  # fmt: skip
    assert (problems(found), found.changes) == ([], [])
    rows: Rows = [HEAD, ["1", str(milestone.id), "Another title", "", ""]]
    assert problems(seen(session, plan, rows)) == [(2, "", "milestone-withdrawn")]
    (shown,) = exchanged(session, plan_id=plan.id, shown=True)
    assert [each.withdrawn for each in shown.milestones] == [True]


def test_import_leaves_aside_what_files_tell_of_milestones_alone(session: Session) -> None:
    there = promised(session)
    plan, own = there.commitment.plan, ["1", str(there.milestone.id)]
    told = ["reported_on", "milestone_state", "illustrative"]
    found = seen(
        session, plan, [[*HEAD[:2], *told], [*own, "", "withdrawn", "yes"], ["1", "", "yes", "delayed", ""]]
    )
    assert (found.unknown, problems(found), found.changes) == ([], [], [])
    services.declare_delay(
        session, actor=there.officer, now=NOW, zone=UTC, milestone_id=there.milestone.id, happened_on=NOW.date(),
        reason=WHY, recovery=WHY,
    )  # fmt: skip
    there.milestone.illustrative = True
    session.flush()
    row = dict(zip((column.key for column in COLUMNS), next(rows_of(record(session, plan))), strict=True))
    assert [row[key] for key in told] == ["yes", "delayed", "yes"]
    sheets = exported(record(session, plan), packed=True)
    again = preview(session, plan_id=plan.id, sheets=sheets, vocabulary=VOCABULARY, now=NOW, zone=UTC)
    assert (again.unknown, problems(again), again.changes) == ([], [], [])


def test_import_and_the_form_leave_the_milestones_of_a_withdrawn_commitment(session: Session) -> None:
    there = promised(session)
    plan, milestone = there.commitment.plan, there.milestone
    services.act_on_commitment(
        session, actor=there.keeper, now=NOW, zone=UTC, commitment_id=there.commitment.id,
        kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
    )  # fmt: skip
    head = [*HEAD, "status_as_of"]
    rows: Rows = [head, ["1", str(milestone.id), "Another title", "", "completed", "2026-02-01"]]
    assert problems(seen(session, plan, rows)) == [(2, "milestone_title_en", "words-with-a-reason")]
    rows = [head, ["1", str(milestone.id), "", "", "completed", "2026-02-01"]]
    assert refusals(lambda: carry(session, there.keeper, plan, rows)) == {
        ("commitment-stands-otherwise", None)
    }
    assert refusals(
        lambda: services.save_milestone(
            session,
            actor=there.keeper,
            now=NOW,
            zone=UTC,
            commitment_id=there.commitment.id,
            milestone_id=milestone.id,
            said=DELIVERED,
        )
    ) == {("commitment-stands-otherwise", None)}
