"""A commitment's number is a label, unique in its plan; a plan's is unique within its level and its body."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.organisations.models import Organisation
from consult.plans import queries
from consult.plans.models import Commitment, Plan, PlanLevel
from consult.plans.services import CommitmentWords, PlanWords, add_commitment, add_plan
from tests.factories.moments import DRAFTED
from tests.factories.texts import organisation


def plan(
    session: Session, number: int, level: PlanLevel = PlanLevel.NATIONAL, body: Organisation | None = None
) -> Plan:
    """Add a plan."""
    return add_plan(
        session, actor=None, now=DRAFTED, slug=f"another-{number}-{body.id if body else ''}", number=number,
        level=level, body_id=body.id if body else None, said=PlanWords("خطة", "A plan"),
    )  # fmt: skip


def commitment(session: Session, of: Plan, number: str, position: int) -> Commitment:
    """Add a commitment to a plan."""
    said = CommitmentWords(f"التزام {number}", "Another")
    return add_commitment(
        session, actor=None, now=DRAFTED, plan=of, number=number, position=position, said=said
    )


def test_a_commitment_3a_stands_between_3_and_4_whatever_a_sorting_of_labels_says(session: Session) -> None:
    of = plan(session, 900)
    for number, position in (("10", 5), ("4", 4), ("3A", 3), ("3", 2), ("2", 1)):
        commitment(session, of, number, position)
    assert [row.number for row in queries.commitments(session, plan_id=of.id)] == ["2", "3", "3A", "4", "10"]
    found = queries.named_commitment(session, plan_slug=of.slug, number="3A")
    assert found is not None
    assert found.title_ar == "التزام 3A"
    assert queries.named_commitment(session, plan_slug=of.slug, number="3B") is None


def test_a_label_names_one_commitment_of_a_plan_and_may_stand_in_another(session: Session) -> None:
    first, second = plan(session, 901), plan(session, 902)
    commitment(session, first, "3A", 1)
    commitment(session, second, "3A", 1)
    with pytest.raises(IntegrityError):
        commitment(session, first, "3A", 2)


def test_two_bodies_may_each_have_a_first_plan_and_no_body_two(session: Session) -> None:
    karak, salt = organisation(session), organisation(session)
    plan(session, 903)
    plan(session, 903, PlanLevel.MUNICIPAL, karak)
    plan(session, 903, PlanLevel.MUNICIPAL, salt)
    session.add(
        Plan(
            slug="twice", number=903, title_ar="خطة", title_en="A plan", level=PlanLevel.MUNICIPAL.value,
            body_id=karak.id,
        )
    )  # fmt: skip
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_nation_has_no_two_plans_of_one_number(session: Session) -> None:
    plan(session, 904)
    session.add(Plan(slug="again", number=904, title_ar="خطة", title_en="A plan"))
    with pytest.raises(IntegrityError):
        session.flush()


def test_the_newest_plan_of_the_home_page_is_the_nations(session: Session) -> None:
    body = organisation(session)
    own = plan(session, 999, PlanLevel.MUNICIPAL, body)
    commitment(session, own, "1", 1)
    shown = queries.commitments_of_newest_plan(session)
    assert shown
    assert own.id not in {row.plan.id for row in shown}
