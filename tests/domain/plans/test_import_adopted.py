"""Importing into adopted commitments: what is done by an act or a report on their pages is refused at its cell."""

from __future__ import annotations

from datetime import UTC

from sqlalchemy.orm import Session

from consult.plans import services
from consult.plans.queries.exchanged import exchanged
from consult.plans.services.importing import preview
from tests.factories.imports import carry, problems, record, seen
from tests.factories.progress import NOW, WHY, promised
from tests.factories.tables import VOCABULARY, Rows, exported

HEAD = ["commitment_number", "milestone_id", "milestone_title_en", "milestone_due_on", "status"]


def test_import_leaves_days_and_status_of_an_adopted_commitment_to_its_page(session: Session) -> None:
    there = promised(session)
    plan, milestone = there.commitment.plan, there.milestone
    (before,) = record(session, plan)
    assert before.adopted
    own = ["1", str(milestone.id)]
    due = milestone.due_on.isoformat()
    rows: Rows = [HEAD, [*own, "Another title", "2027-06-30", "in progress"]]
    assert problems(seen(session, plan, rows)) == [
        (2, "milestone_due_on", "days-by-a-move"), (2, "status", "status-by-a-report"),
    ]  # fmt: skip
    assert problems(seen(session, plan, [HEAD, ["1", "", "A new one", "2027-06-30", ""]])) == [
        (2, "", "milestone-by-an-act")
    ]
    carry(session, there.keeper, plan, [HEAD, [*own, "Another title", due, ""]])
    session.refresh(milestone)
    assert (milestone.title_en, milestone.due_on.isoformat()) == ("Another title", due)


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
    assert shown.milestones == ()
