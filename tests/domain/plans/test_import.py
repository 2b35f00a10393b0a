"""Importing a plan's commitments and milestones: what each line would do, all or nothing, and again without doubles."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentTemplate,
    Family,
    MilestoneFact,
    MilestoneStatus,
    Plan,
    PlanStatement,
)
from consult.plans.models.columns import COLUMNS
from consult.plans.services import (
    BodyWords,
    MilestoneWords,
    Template,
    save_milestone,
    save_template,
    set_body,
)
from consult.plans.services.importing import Outcome, import_plan, preview
from consult.record.models import LogEntry
from consult.shared.errors import DomainError, NotFoundError
from consult.shared.tables import Row
from tests.domain.refusal import refusals
from tests.factories.imports import abroad, carry, counted, problems, record, seen
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import TODAY, begun, begun_plan, coordinator, written
from tests.factories.tables import ABROAD, BODIES_ABROAD, VOCABULARY, Rows, exported
from tests.factories.texts import organisation

HEAD = ["commitment_number", "title_en", "milestone_title_en", "milestone_due_on"]


@pytest.fixture
def actor(session: Session) -> Actor:
    """Return a coordinator of the site."""
    return coordinator(session)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """Return an empty plan."""
    return begun_plan(session, actor)


@pytest.mark.parametrize("packed", [False, True])
def test_import_of_another_country_loads_without_a_change_of_code(
    session: Session, actor: Actor, plan: Plan, *, packed: bool
) -> None:
    bodies = abroad(session)
    found = seen(session, plan, ABROAD, packed=packed)
    assert problems(found) == []
    assert found.unknown == ["Remarks of the secretariat"]
    assert [(line.number, line.commitment, line.outcome) for line in found.lines] == [
        (4, "3A", Outcome.NEW), (5, "3A", Outcome.NEW), (6, "3B", Outcome.NEW),
    ]  # fmt: skip
    carry(session, actor, plan, ABROAD)
    first, second = record(session, plan)
    digital, court, towns = (bodies[name].id for name in BODIES_ABROAD)
    assert (first.number, first.title_en, first.shown) == ("3A", "Open procurement register", False)
    assert ([body.id for body in first.leads], [body.id for body in first.supporting]) == (
        [digital, court],
        [towns],
    )
    assert (first.promise["what_en"], first.promise["problem_en"]) == (
        "A register of all public contracts.", "Nobody can follow them.",
    )  # fmt: skip
    assert [(each.title_en, each.starts_on, each.due_on, each.status) for each in first.milestones] == [
        ("Publish the register of contracts", date(2024, 2, 1), date(2024, 11, 30), "in_progress"),
        ("Train the buyers of forty municipalities", date(2024, 12, 1), date(2025, 6, 30), "not_started"),
    ]  # fmt: skip
    assert [each.as_of for each in first.milestones] == [date(2026, 2, 15), None]
    assert (second.number, second.milestones[0].status) == ("3B", "completed")


def test_import_of_the_same_file_again_makes_no_doubles(session: Session, actor: Actor, plan: Plan) -> None:
    abroad(session)
    carry(session, actor, plan, ABROAD)
    before = counted(session)
    again = seen(session, plan, ABROAD)
    assert {line.outcome for line in again.lines} == {Outcome.UNCHANGED}
    assert refusals(lambda: carry(session, actor, plan, ABROAD)) == {("nothing-changed", None)}
    assert counted(session) == before


@pytest.fixture
def full(session: Session, actor: Actor, plan: Plan) -> Commitment:
    """Return a commitment of which everything is recorded that a file can hold, with marks that files trip over."""
    lead, beside, helping = (organisation(session) for _ in range(3))
    there = written(session, actor, begun(session, actor, lead, plan))
    nasty = "=1+1\n'-2;@SUM(A1)\n\n  «نصّ عربي، مع فاصلة؛ وفاصلة منقوطة»\t#REF! _x000D_ \u200f+962"
    template = Template(
        problem_ar=nasty, problem_en="'=x", what_ar="لا", what_en="=1", how_ar="+", how_en="a;b\n=c",
        information_en="-", contact_name_ar="مكتب", contact_email="o@example.org", contact_phone="+962 6 1234567",
        starts_on=date(2026, 1, 1), ends_on=date(2027, 12, 31), resources_en='"quoted", and more',
    )  # fmt: skip
    newest = session.scalar(select(func.max(CommitmentTemplate.id))) or 0
    save_template(
        session, actor=actor, now=DRAFTED, commitment_id=there.id, template=template, seen=newest,
        labels={
            Family.CHALLENGE: ["integrity", "services"], Family.AREA: ["health"],
            Family.OPEN_GOV_CHALLENGE: ["justice"],
        },
    )  # fmt: skip
    for body, role in ((beside, BodyRole.CO_LEAD), (helping, BodyRole.SUPPORTING)):
        set_body(
            session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=there.id, organisation_id=body.id, role=role,
            holds=True, happened_on=TODAY, said=BodyWords(),
        )  # fmt: skip
    for title, status in (("=cmd", MilestoneStatus.IN_PROGRESS), ("'quoted", MilestoneStatus.COMPLETED)):
        save_milestone(
            session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=there.id, milestone_id=None,
            said=MilestoneWords(
                title, "", date(2027, 3, 1), status, as_of=TODAY - timedelta(days=3), deliverable_en="-1\n;=2"
            ),
        )  # fmt: skip
    return there


@pytest.mark.parametrize("packed", [False, True])
def test_export_goes_in_again_unchanged_and_adds_no_fact(
    session: Session, actor: Actor, plan: Plan, full: Commitment, *, packed: bool
) -> None:
    before, rows = counted(session), record(session, plan)
    assert [commitment.number for commitment in rows] == [full.number]
    made = exported(rows, packed=packed)
    found = preview(session, plan_id=plan.id, sheets=made, vocabulary=VOCABULARY, now=DRAFTED, zone=UTC)
    assert problems(found) == []
    assert [(line.outcome, line.changed) for line in found.lines] == [(Outcome.UNCHANGED, [])] * 3
    assert (found.changes, found.unknown, counted(session)) == ([], [], before)
    del actor


def without(row: Row, column: int) -> Row:
    """Return a row without its cell in a column, but for the heading."""
    cells = (cell if row.line == 1 or at != column else "" for at, cell in enumerate(row.cells))
    return replace(row, cells=tuple(cells))


@pytest.mark.parametrize("packed", [False, True])
def test_export_brought_into_an_empty_plan_is_the_same_to_the_letter(
    session: Session, actor: Actor, plan: Plan, full: Commitment, *, packed: bool
) -> None:
    rows, other = record(session, plan), begun_plan(session, actor)
    (sheet,) = exported(rows, packed=packed)
    column = [each.key for each in COLUMNS].index("milestone_id")
    made = [replace(sheet, rows=tuple(without(row, column) for row in sheet.rows))]
    found = preview(session, plan_id=other.id, sheets=made, vocabulary=VOCABULARY, now=DRAFTED, zone=UTC)
    assert problems(found) == []
    import_plan(
        session, actor=actor, now=DRAFTED, zone=UTC, plan_id=other.id, sheets=made, vocabulary=VOCABULARY,
        seen=found.seen, why=("", ""), sha256="0" * 64,
    )  # fmt: skip
    (copy,) = record(session, other)
    (own,) = rows
    assert (copy.promise, copy.title_ar, copy.leads, copy.supporting) == (
        own.promise, own.title_ar, own.leads, own.supporting,
    )  # fmt: skip
    assert {family: set(codes) for family, codes in copy.labels.items()} == {
        family: set(codes) for family, codes in own.labels.items()
    }
    assert [replace(each, id=0) for each in copy.milestones] == [
        replace(each, id=0) for each in own.milestones
    ]
    assert full.plan_id != other.id


def test_import_changes_what_the_file_says_and_leaves_what_it_does_not(
    session: Session, actor: Actor, plan: Plan, full: Commitment
) -> None:
    (before,) = record(session, plan)
    milestone = before.milestones[1]
    rows: Rows = [
        ["commitment_number", "title_ar", "milestone_id", "milestone_due_on", "status", "status_as_of"],
        ["1", "عنوان جديد", str(milestone.id), "2027-04-01", "", ""],
    ]
    found = seen(session, plan, rows)
    assert [(line.outcome, line.changed) for line in found.lines] == [
        (Outcome.CHANGED, ["title_ar", "milestone_due_on"])
    ]
    carry(session, actor, plan, rows)
    (after,) = record(session, plan)
    assert after == replace(
        before, title_ar="عنوان جديد",
        milestones=(before.milestones[0], replace(milestone, due_on=date(2027, 4, 1)), before.milestones[2]),
    )  # fmt: skip
    entry = session.scalars(select(LogEntry).order_by(LogEntry.id.desc())).first()
    assert entry is not None
    assert (entry.kind, entry.subject, entry.details) == (
        "plan-imported", f"plan/{plan.slug}", {"file": "0" * 64, "new": 0, "changed": 1, "unchanged": 0},
    )  # fmt: skip
    assert full.title_ar == "عنوان جديد"


def test_import_asks_for_the_day_of_a_status_that_is_not_the_records(
    session: Session, actor: Actor, plan: Plan
) -> None:
    session.add(
        PlanStatement(
            plan_id=plan.id, position=1, source_ar="م", source_en="S", start_year=2026, end_year=2028,
            recorded_at=DRAFTED,
        )
    )  # fmt: skip
    head = [*HEAD, "status", "status_as_of"]
    first = ["1", "A register", "A page", "2027-01-01", "in progress", "2026-02-01"]
    # Of a new one nobody has to say that it is not begun; what stands already needs no day again.
    new = ["", "", "A second", "2027-02-01", "not started", ""]
    carry(session, actor, plan, [head, first, new])
    again = ["1", "", "A page", "2027-01-01", "in progress", ""]
    assert problems(seen(session, plan, [head, again])) == []
    for undated in (
        ["1", "", "A page", "2027-01-01", "completed", ""],
        ["1", "", "A page", "2027-01-01", "not started", ""],
        ["1", "", "A third", "2027-01-01", "in progress", ""],
    ):
        assert problems(seen(session, plan, [head, undated])) == [(2, "status_as_of", "status-without-a-day")]
        early = [*undated[:-1], "1900-01-01"]
        code = "status-older" if undated[2] == "A page" else "as-of-before-the-plan"
        assert problems(seen(session, plan, [head, early])) == [(2, "status_as_of", code)]
        assert refusals(lambda undated=undated: carry(session, actor, plan, [head, undated])) == {  # type: ignore[misc]
            ("import-refused", None)
        }


def test_import_takes_a_status_as_of_its_day_and_refuses_an_older_one(
    session: Session, actor: Actor, plan: Plan, full: Commitment
) -> None:
    (before,) = record(session, plan)
    milestone = before.milestones[1]
    head = ["commitment_number", "milestone_id", "status", "status_as_of"]
    older = milestone.as_of - timedelta(days=1) if milestone.as_of else TODAY
    rows: Rows = [head, ["1", str(milestone.id), "completed", older.isoformat()]]
    assert problems(seen(session, plan, rows)) == [(2, "status_as_of", "status-older")]
    rows = [head, ["1", str(milestone.id), "completed", TODAY.isoformat()]]
    carry(session, actor, plan, rows)
    (after,) = record(session, plan)
    assert (after.milestones[1].status, after.milestones[1].as_of) == ("completed", TODAY)
    facts = select(MilestoneFact.happened_on).where(MilestoneFact.milestone_id == milestone.id)
    assert session.scalars(facts.order_by(MilestoneFact.id.desc())).first() == TODAY
    assert full.id == after.id


def test_import_that_passes_the_lead_on_needs_its_reason(
    session: Session, actor: Actor, plan: Plan, full: Commitment
) -> None:
    (before,) = record(session, plan)
    lead, beside = before.leads
    rows: Rows = [["commitment_number", "lead_bodies"], ["1", f"{beside.name_en}; {lead.name_en}"]]
    assert seen(session, plan, rows).passes_lead
    assert refusals(lambda: carry(session, actor, plan, rows)) == {("write-either", "reason_ar")}
    carry(session, actor, plan, rows, why=("لتخصصها", ""))
    (after,) = record(session, plan)
    assert [body.id for body in after.leads] == [beside.id, lead.id]
    assert full.lead_id == beside.id


def test_import_takes_the_names_that_changed_of_the_two_languages(
    session: Session, actor: Actor, plan: Plan, full: Commitment
) -> None:
    (before,) = record(session, plan)
    helping, other = before.supporting[0], organisation(session)
    head = ["commitment_number", "supporting_bodies_ar", "supporting_bodies_en"]
    third = organisation(session)
    rows: Rows = [head, ["1", f"{helping.name_ar}؛ {other.name_ar}", helping.name_en]]
    assert problems(seen(session, plan, rows)) == []
    differ: Rows = [head, ["1", third.name_ar, other.name_en]]
    assert problems(seen(session, plan, differ)) == [(2, "supporting_bodies_en", "bodies-differ")]
    carry(session, actor, plan, rows)
    assert {body.id for body in record(session, plan)[0].supporting} == {helping.id, other.id}
    carry(session, actor, plan, [head[:2], ["1", other.name_ar]])
    assert [body.id for body in record(session, plan)[0].supporting] == [other.id]
    assert full.number == "1"


def test_import_refuses_where_the_record_moved_on_and_whoever_does_not_keep_the_plan(
    session: Session, actor: Actor, plan: Plan, full: Commitment
) -> None:
    rows: Rows = [HEAD, ["2", "New", "M", "2027-01-01"]]
    mark = seen(session, plan, rows).seen
    written_by = person(session, (Role.OFFICER, organisation(session).scope))
    with pytest.raises(NotFoundError):
        carry(session, written_by, plan, rows)
    newest = session.scalar(select(func.max(CommitmentTemplate.id))) or 0
    save_template(
        session, actor=actor, now=DRAFTED, commitment_id=full.id, template=Template(what_en="Other words"),
        labels={}, seen=newest,
    )  # fmt: skip
    assert refusals(lambda: carry(session, actor, plan, rows, mark=mark)) == {("record-moved-on", None)}
    assert len(record(session, plan)) == 1
    carry(session, actor, plan, rows)
    with pytest.raises(DomainError):
        carry(session, actor, plan, rows, mark=mark)
