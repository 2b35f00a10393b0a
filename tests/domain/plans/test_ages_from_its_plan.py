"""A milestone without a beginning ages from that of its plan or from the adoption, as the record is read."""

from __future__ import annotations

from datetime import UTC, date

from sqlalchemy.orm import Session

from consult.plans import queries, services
from consult.plans.models import PlanActKind, PlanStatement, RecordedMilestone
from consult.plans.queries.progress import began_with
from tests.factories.progress import DONE, NOW, WHY, Promised, act_on_plan, brought_along, promised
from tests.factories.promises import TODAY


def read(session: Session, of: Promised) -> RecordedMilestone:
    """Return the milestone as pages read it; as the desk's page asks for it is the same."""
    (there,) = queries.commitments(session, plan_id=of.commitment.plan_id)
    row = there.milestones[0]
    if row.starts_on is None and row.as_of is None:
        assert began_with(session, commitment_id=there.id) == (row.plan_year, row.adopted_on)
    return row


def without_beginning(session: Session, of: Promised) -> None:
    services.move(
        session, actor=of.keeper, now=NOW, zone=UTC, milestone_id=of.milestone.id, starts_on=None,
        due_on=of.milestone.due_on, happened_on=NOW.date(), reason=WHY, seen=0,
    )  # fmt: skip


def stated(
    session: Session, of: Promised, start_year: int, corrects: PlanStatement | None = None
) -> PlanStatement:
    row = PlanStatement(
        plan_id=of.commitment.plan_id, position=2 if corrects else 1, source_ar="م", source_en="S",
        start_year=start_year, end_year=2030,
        recorded_at=NOW, corrects_id=corrects.id if corrects else None,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def test_a_milestone_without_a_beginning_ages_from_the_adoption_of_its_commitment_or_its_plan(
    session: Session,
) -> None:
    of, noise = promised(session), promised(session)
    stated(session, noise, 2020)
    assert read(session, of).begun_on == date(2027, 1, 1)
    without_beginning(session, of)
    assert read(session, of).begun_on == TODAY
    wrong = stated(session, of, 2028)
    assert read(session, of).begun_on == date(2028, 1, 1)
    stated(session, of, 2025, wrong)
    assert read(session, of).begun_on == TODAY
    services.report_progress(
        session, actor=of.officer, now=NOW, zone=UTC, milestone_id=of.milestone.id, said=DONE
    )
    row = read(session, of)
    assert (row.as_of, row.begun_on) == (DONE.as_of, None)


def test_what_was_brought_along_ages_from_its_plan(session: Session) -> None:
    of = brought_along(session)
    without_beginning(session, of)
    assert read(session, of).begun_on is None
    act_on_plan(session, of, PlanActKind.ADOPTED)
    assert read(session, of).begun_on == NOW.date()
