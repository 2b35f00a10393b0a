"""What is done with a plan and a commitment, thirty times at once, is done once; on both engines."""

from __future__ import annotations

from datetime import UTC
from functools import partial

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.outbox.models import OutboxMessage
from consult.plans import services
from consult.plans.models import (
    Commitment,
    CommitmentAct,
    CommitmentActKind,
    CommitmentCarry,
    CommitmentTemplate,
    CommitmentTick,
    Family,
    Plan,
    PlanAct,
    PlanActKind,
    PlanLevel,
    SmartTest,
)
from consult.plans.services import CommitmentWords, PlanWords
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, codes, committed
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import TODAY, WHOLE, begun, coordinator, written
from tests.factories.texts import organisation

MANY = 30
WHY = ("سبب", "A reason")
Counted = type[
    CommitmentAct
    | CommitmentCarry
    | CommitmentTick
    | CommitmentTemplate
    | OutboxMessage
    | Plan
    | PlanAct
    | Commitment
]


@pytest.fixture
def actor(database: MigratedDatabase) -> Actor:
    """Return a coordinator, committed."""
    return committed(database.engine, coordinator)


@pytest.fixture
def made(database: MigratedDatabase, actor: Actor) -> Commitment:
    """Return a commitment that can be submitted, committed."""

    def make(session: Session) -> Commitment:
        lead = organisation(session)
        officer = person(session, (Role.OFFICER, lead.scope))
        there = written(session, officer, begun(session, actor, lead))
        assert there.plan.id
        return there

    return committed(database.engine, make)


def rows(database: MigratedDatabase, model: Counted) -> int:
    """Return how many rows a table has."""
    with Session(database.engine) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_thirty_plans_of_one_number_are_one(database: MigratedDatabase, actor: Actor) -> None:
    def begin(session: Session) -> int:
        return services.begin_plan(
            session, actor=actor, now=DRAFTED, slug="plan-30", number=30, level=PlanLevel.NATIONAL, body_id=None,
            said=PlanWords("خطة", ""),
        ).id  # fmt: skip

    found = codes(at_once(database.engine, [begin] * MANY))
    assert len(found) == MANY - 1
    assert set(found) <= {"plan-slug-taken", "plan-number-taken"}
    assert rows(database, Plan) == 1


def test_a_plan_is_adopted_once(database: MigratedDatabase, actor: Actor, made: Commitment) -> None:
    def adopt(session: Session) -> None:
        services.act_on_plan(
            session, actor=actor, now=DRAFTED, zone=UTC, plan_id=made.plan_id, kind=PlanActKind.ADOPTED,
            happened_on=TODAY, reason=WHY,
        )  # fmt: skip

    assert codes(at_once(database.engine, [adopt] * MANY)) == ["plan-stands-otherwise"] * (MANY - 1)
    assert rows(database, PlanAct) == 1


def test_a_commitment_is_submitted_once_and_one_mail_tells_of_it(
    database: MigratedDatabase, actor: Actor, made: Commitment
) -> None:
    own = committed(database.engine, lambda session: coordinator(session, made.plan.scope))

    def submit(session: Session) -> None:
        services.act_on_commitment(
            session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=made.id, kind=CommitmentActKind.SUBMITTED,
            happened_on=TODAY, reason=WHY,
        )  # fmt: skip

    assert codes(at_once(database.engine, [submit] * MANY)) == ["commitment-stands-otherwise"] * (MANY - 1)
    assert (rows(database, CommitmentAct), rows(database, OutboxMessage)) == (1, 1)
    assert own.email


def test_thirty_commitments_of_one_number_are_one(
    database: MigratedDatabase, actor: Actor, made: Commitment
) -> None:
    def begin(session: Session) -> int:
        return services.begin_commitment(
            session, actor=actor, now=DRAFTED, plan_id=made.plan_id, number="2", said=CommitmentWords("التزام", ""),
            lead=None,
        ).id  # fmt: skip

    assert codes(at_once(database.engine, [begin] * MANY)) == ["commitment-number-taken"] * (MANY - 1)
    assert rows(database, Commitment) == 2


def test_of_thirty_who_save_what_it_promises_one_does(
    database: MigratedDatabase, actor: Actor, made: Commitment
) -> None:
    with Session(database.engine) as session:
        seen = session.scalars(select(CommitmentTemplate.id)).one()

    def save(session: Session) -> int:
        return services.save_template(
            session, actor=actor, now=DRAFTED, commitment_id=made.id, template=WHOLE,
            labels={Family.CHALLENGE: ["integrity"], Family.AREA: []}, seen=seen,
        ).id  # fmt: skip

    assert codes(at_once(database.engine, [save] * MANY)) == ["edited-meanwhile"] * (MANY - 1)
    assert rows(database, CommitmentTemplate) == 2


def test_a_commitment_is_ticked_once_and_carried_over_once(
    database: MigratedDatabase, actor: Actor, made: Commitment
) -> None:
    other = committed(database.engine, lambda session: begun(session, actor, organisation(session)))

    def tick(session: Session) -> None:
        services.tick_tests(
            session, actor=actor, now=DRAFTED, commitment_id=made.id, passed={SmartTest.SPECIFIC}, seen=0
        )

    def carry(session: Session) -> None:
        services.carry_over(
            session, actor=actor, now=DRAFTED, commitment_id=made.id, from_id=other.id, holds=True
        )

    assert codes(at_once(database.engine, [tick, carry] * MANY)) == []
    assert (rows(database, CommitmentTick), rows(database, CommitmentCarry)) == (1, 1)


@pytest.mark.parametrize("length", [2, 4])
def test_commitments_that_carry_each_other_on_at_once_close_no_circle(
    database: MigratedDatabase, actor: Actor, length: int
) -> None:
    """Each of them carries the next on, and no two of a longer circle may be of the same commitment."""

    def make(session: Session) -> list[int]:
        return [begun(session, actor, organisation(session)).id for _ in range(length)]

    ids = committed(database.engine, make)

    def carry(session: Session, *, into: int, earlier: int) -> None:
        services.carry_over(
            session, actor=actor, now=DRAFTED, commitment_id=into, from_id=earlier, holds=True
        )

    acts = [
        partial(carry, into=into, earlier=earlier)
        for earlier, into in zip(ids, [*ids[1:], ids[0]], strict=True)
    ]
    assert codes(at_once(database.engine, acts)) == ["carried-the-other-way"]
    assert rows(database, CommitmentCarry) == length - 1
