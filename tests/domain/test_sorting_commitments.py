"""A commitment is sorted by the Partnership's own words, and a milestone says as of when it stands."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from sqlalchemy.orm import Session

from consult.plans import queries
from consult.plans.models import CODES, Commitment, Family, MilestoneStatus, PlanActKind
from consult.plans.queries.promised import promised
from consult.plans.services import MilestoneWords, act_on_plan, add_milestone, sort_commitment
from consult.wording import LABELS
from tests.factories.moments import DRAFTED
from tests.factories.organisations import coordinator
from tests.factories.texts import commitment, organisation


def test_a_commitment_is_sorted_anew_as_a_whole(session: Session) -> None:
    made = commitment(session, organisation(session))
    first = {Family.CHALLENGE: ["integrity", "services", "integrity"], Family.AREA: ["gender"]}
    sort_commitment(session, commitment=made, labels=first)
    assert labels_of(session, made) == {
        ("challenge", "integrity"),
        ("challenge", "services"),
        ("area", "gender"),
    }
    sort_commitment(
        session, commitment=made, labels={Family.CHALLENGE: ["services"], Family.PRINCIPLE: ["participation"]}
    )
    assert labels_of(session, made) == {("challenge", "services"), ("principle", "participation")}


def test_a_code_of_another_family_is_refused(session: Session) -> None:
    made = commitment(session, organisation(session))
    with pytest.raises(ValueError, match="gender"):
        sort_commitment(session, commitment=made, labels={Family.CHALLENGE: ["gender"]})


def test_each_code_has_its_word() -> None:
    assert {family.value for family in CODES} == set(LABELS["family"])
    for family, codes in CODES.items():
        assert {code.value for code in codes} == set(LABELS[family.value])
    assert [len(codes) for codes in CODES.values()] == [5, 4, 7, 10]


def test_a_plan_without_milestones_does_not_displace_the_one_under_way(session: Session) -> None:
    under_way = commitment(session, organisation(session))
    assert [c.id for c in queries.commitments_of_newest_plan(session)] == [under_way.id]
    commitment(session, organisation(session), milestones=0)
    assert [c.id for c in queries.commitments_of_newest_plan(session)] == [under_way.id]


def test_a_draft_plan_with_milestones_does_not_displace_the_one_that_was_adopted(session: Session) -> None:
    adopted = commitment(session, organisation(session))
    draft = commitment(session, organisation(session))
    assert [c.id for c in queries.commitments_of_newest_plan(session)] == [draft.id]
    who = coordinator(session)
    for kind, newest in ((PlanActKind.ADOPTED, adopted), (PlanActKind.TAKEN_BACK, draft)):
        act_on_plan(
            session, actor=who, now=DRAFTED, zone=UTC, plan_id=adopted.plan_id, kind=kind,
            happened_on=DRAFTED.date(), reason=("سبب كافٍ لهذا", "A reason that is enough"),
        )  # fmt: skip
        assert [c.id for c in queries.commitments_of_newest_plan(session)] == [newest.id]


def test_a_milestone_keeps_the_day_its_status_was_read(session: Session) -> None:
    made = commitment(session, organisation(session))
    day = date(2023, 11, 30)
    said = MilestoneWords("محور", "A milestone", date(2024, 3, 31), MilestoneStatus.IN_PROGRESS, as_of=day)
    read = add_milestone(session, actor=None, now=DRAFTED, zone=UTC, commitment=made, said=said)
    session.expire_all()
    assert read.as_of == day
    assert {milestone.as_of for milestone in made.milestones} == {None, day}


def labels_of(session: Session, made: Commitment) -> set[tuple[str, str]]:
    """Return the labels as a page reads them."""
    session.expire_all()
    return set(promised(session, commitment_id=made.id).labels)
