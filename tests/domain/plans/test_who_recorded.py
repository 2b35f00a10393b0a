"""A fact names the account that recorded it; the public log says what it changes, and nobody's name."""

from __future__ import annotations

from datetime import UTC, date
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentBody,
    CommitmentFact,
    MilestoneFact,
    MilestoneStatus,
    PlanFact,
)
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    add_commitment,
    add_milestone,
    add_plan,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.record.models import LogEntry
from tests.domain.refusal import problems
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.texts import commitment, organisation

FACTS = (PlanFact, CommitmentFact, CommitmentBody, MilestoneFact)
BEFORE = date(2026, 2, 1)
STANDS = MilestoneWords("محور 1", "Milestone 1", date(2027, 1, 1), MilestoneStatus.COMPLETED, BEFORE)


@pytest.fixture
def lead(session: Session) -> Organisation:
    """Return a body that leads."""
    return organisation(session)


@pytest.fixture
def made(session: Session, lead: Organisation) -> Commitment:
    """Return a commitment with milestones, loaded by nobody."""
    return commitment(session, lead)


@pytest.fixture
def actor(session: Session) -> Actor:
    """Return whoever records."""
    return person(session)


def recorders(session: Session) -> list[int | None]:
    """Return who recorded the newest fact of each kind."""
    return [session.scalars(select(fact.recorded_by_id).order_by(fact.id.desc())).first() for fact in FACTS]


def logged(session: Session) -> list[tuple[str, str, dict[str, object]]]:
    """Return what the log says of facts: of what, in which role, and the details."""
    entries = select(LogEntry).where(LogEntry.kind == "fact-recorded").order_by(LogEntry.id)
    return [(row.subject, row.role, row.details) for row in session.scalars(entries)]


def record_all(session: Session, made: Commitment, body: Organisation, actor: Actor | None) -> None:
    """Record one fact of each kind."""
    record_plan(
        session, actor=actor, now=DRAFTED, zone=UTC, plan_id=made.plan_id, said=PlanWords("خطة", "Renamed"),
        happened_on=None,
    )  # fmt: skip
    said = CommitmentWords("التزام", "A commitment", delayed=True, delay_note_en="Why")
    record_commitment(
        session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=made.id, said=said, happened_on=BEFORE
    )
    record_body(
        session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=made.id, organisation_id=body.id,
        role=BodyRole.SUPPORTING, happened_on=BEFORE,
    )  # fmt: skip
    record_milestone(
        session, actor=actor, now=DRAFTED, zone=UTC, milestone_id=made.milestones[0].id, said=STANDS,
        happened_on=BEFORE,
    )  # fmt: skip


def test_what_is_loaded_names_nobody_and_leaves_no_entry(session: Session, made: Commitment) -> None:
    assert made.lead_id is not None
    assert recorders(session) == [None] * 4
    assert logged(session) == []


def test_what_is_added_names_who_adds_it_and_leaves_no_entry(
    session: Session, lead: Organisation, actor: Actor
) -> None:
    plan = add_plan(
        session, actor=actor, now=DRAFTED, slug="added", number=900, said=PlanWords("خطة", "A plan")
    )
    said = CommitmentWords("التزام", "A commitment")
    added = add_commitment(
        session, actor=actor, now=DRAFTED, plan=plan, number="1", position=1, said=said, lead=lead
    )
    add_milestone(session, actor=actor, now=DRAFTED, zone=UTC, commitment=added, said=STANDS)
    assert recorders(session) == [actor.user_id] * 4
    assert logged(session) == []


@pytest.mark.parametrize("by_command", [False, True])
def test_each_fact_leaves_an_entry_that_says_what_changed(
    session: Session, made: Commitment, actor: Actor, *, by_command: bool
) -> None:
    other = organisation(session)
    recorder = None if by_command else actor
    record_all(session, made, other, recorder)
    assert recorders(session) == [recorder.user_id if recorder else None] * 4
    role = Role.COORDINATOR.value if recorder else "operator"
    of_it, day = f"commitment/{made.id}", BEFORE.isoformat()
    assert logged(session) == [
        (f"plan/{made.plan.slug}", role, {"changed": ["title_en"], "happened_on": None}),
        (of_it, role, {"changed": ["delayed", "delay_note_en"], "happened_on": day}),
        (
            of_it, role,
            {"organisation": other.slug, "role": "supporting", "holds": True, "happened_on": day},
        ),
        (f"{of_it}/milestones/{made.milestones[0].id}", role, {"changed": ["status", "as_of"], "happened_on": day}),
    ]  # fmt: skip


def test_what_changed_is_told_against_what_is_stored(session: Session, made: Commitment) -> None:
    plan = made.plan
    assert plan.title_en == "A plan"
    # As another's fact does that was committed meanwhile: the trigger changes the row behind the session's back.
    session.add(PlanFact(plan_id=plan.id, recorded_at=DRAFTED, title_ar="خطة", title_en="Another's"))
    session.flush()
    record_plan(
        session, actor=None, now=DRAFTED, zone=UTC, plan_id=plan.id, said=PlanWords("خطة", "A plan"),
        happened_on=None,
    )  # fmt: skip
    assert [details["changed"] for _of, _role, details in logged(session)] == [["title_en"]]


@pytest.mark.parametrize("title", ["", " "])
def test_a_title_is_needed_in_one_language(session: Session, made: Commitment, title: str) -> None:
    def stands(arabic: str, english: str) -> MilestoneWords:
        return MilestoneWords(arabic, english, date(2027, 1, 1), MilestoneStatus.NOT_STARTED)

    given: dict[str, Any] = {"session": session, "actor": None, "now": DRAFTED}
    missing = [("write-either", "title_ar")]
    with problems(*missing):
        add_plan(**given, slug="untitled", number=901, said=PlanWords(title, title, "موضوع"))
    with problems(*missing):
        add_commitment(
            **given, plan=made.plan, number="9", position=9, said=CommitmentWords(title, title, note_en="A note")
        )  # fmt: skip
    with problems(*missing):
        add_milestone(**given, zone=UTC, commitment=made, said=stands(title, title))
    given |= {"zone": UTC, "happened_on": None}
    with problems(*missing):
        record_plan(**given, plan_id=made.plan_id, said=PlanWords(title, title))
    with problems(*missing):
        record_commitment(**given, commitment_id=made.id, said=CommitmentWords(title, title))
    with problems(*missing):
        record_milestone(**given, milestone_id=made.milestones[0].id, said=stands(title, title))


@pytest.mark.parametrize(("arabic", "english"), [("خطة", ""), ("", "A plan")])
def test_one_language_is_enough(session: Session, made: Commitment, arabic: str, english: str) -> None:
    said = PlanWords(arabic, english)
    record_plan(session, actor=None, now=DRAFTED, zone=UTC, plan_id=made.plan_id, said=said, happened_on=None)
    assert (made.plan.title_ar, made.plan.title_en) == (arabic, english)
