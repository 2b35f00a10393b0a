"""What was recorded is never changed or deleted, nothing but a fact changes the record, and no fact is of tomorrow."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.plans.models import BodyRole, Commitment, MilestoneStatus
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    add_milestone,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.shared.errors import NotFoundError
from tests.domain.refusal import problems, refused
from tests.factories.moments import DRAFTED
from tests.factories.texts import commitment, organisation

FACTS = ("plan_facts", "commitment_facts", "commitment_bodies", "milestone_facts")
# What each row of the record says, and which guard keeps it to the newest fact.
SAID = [
    *(("plans", name, "plans_as_recorded") for name in ("title_ar", "title_en", "topics_ar", "topics_en")),
    *(
        ("commitments", name, "commitments_as_recorded")
        for name in ("title_ar", "title_en", "note_ar", "note_en", "delay_note_ar", "delay_note_en")
    ),
    *(("milestones", name, "milestones_as_recorded") for name in ("title_ar", "title_en", "status")),
]
STANDS = MilestoneWords("محور", "A milestone", date(2027, 1, 1), MilestoneStatus.NOT_STARTED)


@pytest.fixture
def lead(session: Session) -> Organisation:
    """Return a body that leads."""
    return organisation(session)


@pytest.fixture
def made(session: Session, lead: Organisation) -> Commitment:
    """Return a commitment with milestones."""
    return commitment(session, lead)


@pytest.mark.parametrize("table", FACTS)
def test_a_fact_is_neither_changed_nor_deleted(session: Session, made: Commitment, table: str) -> None:
    assert made.lead_id is not None
    with refused(session, f"{table}_no_update"):
        session.execute(text(f"UPDATE {table} SET happened_on = '2020-01-01'"))  # noqa: S608 - a name from above
    with refused(session, f"{table}_no_delete"):
        session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - a name from above
    if session.get_bind().dialect.name == "postgresql":
        with refused(session, "truncate"):
            session.execute(text(f"TRUNCATE {table}"))


@pytest.mark.parametrize(("table", "column", "guard"), SAID)
def test_nothing_changes_the_record_without_a_fact(
    session: Session, made: Commitment, table: str, column: str, guard: str
) -> None:
    ids = {"plans": made.plan_id, "commitments": made.id, "milestones": made.milestones[0].id}
    with refused(session, guard):
        session.execute(
            text(f"UPDATE {table} SET {column} = 'other' WHERE id = :id"), {"id": ids[table]}  # noqa: S608 - names from above
        )  # fmt: skip


def test_neither_does_a_day_a_delay_or_a_lead(session: Session, made: Commitment) -> None:
    milestone = made.milestones[0].id
    for column in ("due_on", "as_of"):
        with refused(session, "milestones_as_recorded"):
            session.execute(
                text(f"UPDATE milestones SET {column} = '2030-01-01' WHERE id = {milestone}")  # noqa: S608 - a number
            )
    with refused(session, "commitments_as_recorded"):
        session.execute(text(f"UPDATE commitments SET delayed = NOT delayed WHERE id = {made.id}"))  # noqa: S608 - a number
    other = organisation(session)
    for body in (other.id, "NULL"):
        with refused(session, "commitments_lead_as_recorded"):
            session.execute(text(f"UPDATE commitments SET lead_id = {body} WHERE id = {made.id}"))  # noqa: S608 - numbers


def test_a_commitment_begins_without_a_lead(session: Session, made: Commitment, lead: Organisation) -> None:
    row = Commitment(
        plan_id=made.plan_id, number="9", position=9, title_ar="أ", title_en="A", lead_id=lead.id
    )
    with refused(session, "commitments_lead_recorded_first"):
        session.add(row)
        session.flush()


def test_no_fact_is_of_a_day_to_come(session: Session, made: Commitment, lead: Organisation) -> None:
    amman = ZoneInfo("Asia/Amman")
    late = datetime(2026, 5, 10, 21, 30, tzinfo=UTC)
    today = date(2026, 5, 11)
    tomorrow = today + timedelta(days=1)
    words = CommitmentWords("التزام", "A commitment")

    def record(day: date) -> None:
        record_commitment(
            session, actor=None, now=late, zone=amman, commitment_id=made.id, said=words, happened_on=day
        )

    record(today)
    with problems(("day-to-come", "happened_on")):
        record(tomorrow)
    with problems(("day-to-come", "happened_on")):
        record_plan(
            session,
            actor=None,
            now=late,
            zone=amman,
            plan_id=made.plan_id,
            said=PlanWords("أ", "A"),
            happened_on=tomorrow,
        )
    with problems(("day-to-come", "happened_on")):
        record_body(
            session, actor=None, now=late, zone=amman, commitment_id=made.id, organisation_id=lead.id,
            role=BodyRole.LEAD, happened_on=tomorrow,
        )  # fmt: skip
    with problems(("day-to-come", "happened_on")):
        record_milestone(
            session,
            actor=None,
            now=late,
            zone=amman,
            milestone_id=made.milestones[0].id,
            said=STANDS,
            happened_on=tomorrow,
        )
    with problems(("day-to-come", "as_of")):
        read = MilestoneWords("محور", "A milestone", today, MilestoneStatus.COMPLETED, as_of=tomorrow)
        record_milestone(
            session,
            actor=None,
            now=late,
            zone=amman,
            milestone_id=made.milestones[0].id,
            said=read,
            happened_on=today,
        )
    with problems(("day-to-come", "as_of")):
        add_milestone(session, actor=None, now=late, zone=amman, commitment=made, said=read)


def test_words_are_measured_like_all_words(session: Session, made: Commitment) -> None:
    said = CommitmentWords("م" * 301, "A", note_en="n" * 8001, delay_note_ar="\u202eأ")
    with problems(("too-long", "title_ar"), ("too-long", "note_en"), ("refused-marks", "delay_note_ar")):
        record_commitment(
            session, actor=None, now=DRAFTED, zone=UTC, commitment_id=made.id, said=said, happened_on=None
        )


def test_what_is_not_there_has_no_facts(session: Session, made: Commitment, lead: Organisation) -> None:
    with pytest.raises(NotFoundError):
        record_plan(
            session, actor=None, now=DRAFTED, zone=UTC, plan_id=0, said=PlanWords("أ", "A"), happened_on=None
        )
    with pytest.raises(NotFoundError):
        record_commitment(
            session,
            actor=None,
            now=DRAFTED,
            zone=UTC,
            commitment_id=0,
            said=CommitmentWords("أ", "A"),
            happened_on=None,
        )
    with pytest.raises(NotFoundError):
        record_milestone(
            session, actor=None, now=DRAFTED, zone=UTC, milestone_id=0, said=STANDS, happened_on=None
        )
    for commitment_id, organisation_id in ((0, lead.id), (made.id, 0)):
        with pytest.raises(NotFoundError):
            record_body(
                session, actor=None, now=DRAFTED, zone=UTC, commitment_id=commitment_id,
                organisation_id=organisation_id, role=BodyRole.LEAD, happened_on=None,
            )  # fmt: skip
