"""What stood becomes the first facts, with the dates that there are; going back refuses what is more than those."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime

import pytest
from alembic import command
from sqlalchemy import NullPool, func, select
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.orm import make_engine
from consult.plans import queries
from consult.plans.models import (
    BodyRole,
    Commitment,
    CommitmentBody,
    CommitmentFact,
    Milestone,
    MilestoneFact,
    MilestoneStatus,
    Plan,
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
from consult.texts.models import TextVersion
from tests.databases import alembic_config

BEFORE = "0027"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@contextmanager
def writing(url: str) -> Iterator[Session]:
    """Yield a session that commits at its end."""
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        yield session


def test_the_first_facts_have_the_dates_that_there_are(upgraded: str) -> None:
    with writing(upgraded) as session:
        first = select(Commitment.id, func.min(TextVersion.created_at)).join(
            TextVersion, TextVersion.text_id == Commitment.text_id
        )
        rows = session.execute(first.group_by(Commitment.id)).all()
        texts = {row[0]: row[1] for row in rows}
        assert texts
        recorded = {row.commitment_id: row.recorded_at for row in session.scalars(select(CommitmentFact))}
        assert {key: recorded[key] for key in texts} == texts
        asked = session.scalars(select(Commitment).where(Commitment.id.in_(texts))).all()
        for plan in session.scalars(select(PlanFact)):
            mine = [texts[each.id] for each in asked if each.plan_id == plan.plan_id]
            assert mine == [] or plan.recorded_at == min(mine)
        for fact in session.scalars(select(MilestoneFact)):
            milestone = session.get_one(Milestone, fact.milestone_id)
            assert fact.happened_on == milestone.as_of
            assert fact.recorded_at >= recorded[milestone.commitment_id]
            assert fact.happened_on is None or fact.recorded_at.date() >= fact.happened_on
        led = {row.commitment_id: row.organisation_id for row in session.scalars(select(CommitmentBody))}
        assert led == {row.id: row.lead_id for row in session.scalars(select(Commitment)) if row.lead_id}
        for plan_id, slug in session.execute(select(Plan.id, Plan.slug)):
            known = queries.as_known_on(session, NOW.date(), plan_id=plan_id, zone=UTC)
            assert known is not None
            assert known.plan.slug == slug
            assert [row.commitment for row in known.commitments] == queries.commitments(
                session, plan_id=plan_id
            )


def one(session: Session) -> Commitment:
    """Return a commitment that a body leads and that has several milestones."""
    led = select(Commitment).where(Commitment.lead_id.is_not(None)).order_by(Commitment.id)
    return next(each for each in session.scalars(led) if len(each.milestones) > 1)


def moved(session: Session, made: Commitment) -> None:
    said = MilestoneWords("محور", "A milestone", date(2027, 5, 5), MilestoneStatus.NOT_STARTED)
    milestone_id = made.milestones[1].id
    record_milestone(
        session, actor=None, now=NOW, zone=UTC, milestone_id=milestone_id, said=said, happened_on=None
    )


def delayed(session: Session, made: Commitment) -> None:
    said = CommitmentWords("التزام", "A commitment", delayed=True)
    record_commitment(
        session, actor=None, now=NOW, zone=UTC, commitment_id=made.id, said=said, happened_on=None
    )


def renamed(session: Session, made: Commitment) -> None:
    said = PlanWords("خطة", "Another")
    record_plan(session, actor=None, now=NOW, zone=UTC, plan_id=made.plan_id, said=said, happened_on=None)


def supported(session: Session, made: Commitment) -> None:
    _takes(session, made, BodyRole.SUPPORTING)


def led(session: Session, made: Commitment) -> None:
    _takes(session, made, BodyRole.LEAD)


def someone(session: Session) -> Actor:
    user = session.scalars(select(User).order_by(User.id)).first()
    assert user is not None
    return Actor(user.id, user.email, user.language)


def plan_by_someone(session: Session, _made: Commitment) -> None:
    said = PlanWords("خطة", "One more")
    add_plan(session, actor=someone(session), now=NOW, slug="by-someone", number=99, said=said)


def commitment_by_someone(session: Session, made: Commitment) -> None:
    _one_more(session, made, someone(session))


def lead_by_someone(session: Session, made: Commitment) -> None:
    more = _one_more(session, made, None)
    assert made.lead_id is not None
    record_body(
        session, actor=someone(session), now=NOW, zone=UTC, commitment_id=more.id, organisation_id=made.lead_id,
        role=BodyRole.LEAD, happened_on=None,
    )  # fmt: skip


def milestone_by_someone(session: Session, made: Commitment) -> None:
    said = MilestoneWords("محور", "A milestone", date(2027, 5, 5), MilestoneStatus.NOT_STARTED)
    more = _one_more(session, made, None)
    add_milestone(session, actor=someone(session), now=NOW, zone=UTC, commitment=more, said=said)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (plan_by_someone, "facts of plans: by-someone$"),
        (commitment_by_someone, "facts of commitments: {plan}/99$"),
        (lead_by_someone, "leads: {plan}/99$"),
        (milestone_by_someone, "facts of milestones: {plan}/99 milestone 1$"),
        (renamed, "facts of plans: {plan}$"),
        (delayed, "facts of commitments: {plan}/{number}$"),
        (led, "leads: {plan}/{number}$"),
        (supported, "leads: {plan}/{number}$"),
        (moved, "facts of milestones: {plan}/{number} milestone 2$"),
    ],
)
def test_going_back_refuses_what_was_recorded_since_and_names_it(
    upgraded: str, more: Callable[[Session, Commitment], None], named: str
) -> None:
    with writing(upgraded) as session:
        made = one(session)
        named = named.format(plan=made.plan.slug, number=made.number)
        more(session, made)
    with pytest.raises(RuntimeError, match=f"the version before has no .*{named}"):
        command.downgrade(alembic_config(upgraded), BEFORE)


def _one_more(session: Session, made: Commitment, actor: Actor | None) -> Commitment:
    said = CommitmentWords("التزام", "One more")
    return add_commitment(session, actor=actor, now=NOW, plan=made.plan, number="99", position=99, said=said)


def _takes(session: Session, made: Commitment, role: BodyRole) -> None:
    elsewhere = select(Organisation).where(Organisation.id != made.lead_id).order_by(Organisation.id)
    other = session.scalars(elsewhere).first()
    assert other is not None
    record_body(
        session,
        actor=None,
        now=NOW,
        zone=UTC,
        commitment_id=made.id,
        organisation_id=other.id,
        role=role,
        happened_on=None,
    )
