"""What stood becomes the first facts, with the dates that there are; going back refuses what is more than those."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from alembic import command
from sqlalchemy import NullPool, func, select
from sqlalchemy.orm import Session

from consult.orm import make_engine
from consult.plans import queries
from consult.plans.models import Commitment, Milestone, MilestoneStatus, Plan
from consult.plans.models.facts import BodyRole, CommitmentBody, CommitmentFact, MilestoneFact, PlanFact
from consult.plans.services import (
    CommitmentWords,
    MilestoneWords,
    PlanWords,
    record_body,
    record_commitment,
    record_milestone,
    record_plan,
)
from consult.texts.models import TextVersion
from tests.databases import alembic_config, empty_database, migrate
from tests.factories.texts import commitment, organisation
from tests.upgrade.stored import put_in, unpack

if TYPE_CHECKING:
    from pathlib import Path

BEFORE, WITH = "0024", "0029"
NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


@pytest.fixture
def url(engine_name: str, tmp_path: Path, worker_id: str) -> Iterator[str]:
    """Yield an empty database of its own."""
    with empty_database(engine_name, tmp_path, f"facts_{os.getpid()}_{worker_id}") as made:
        yield made


@contextmanager
def writing(url: str) -> Iterator[Session]:
    """Yield a session that commits at its end."""
    engine = make_engine(url, poolclass=NullPool)
    with Session(engine.execution_options(write=True)) as session, session.begin():
        yield session


def test_the_first_facts_have_the_dates_that_there_are(url: str) -> None:
    kept = unpack("installation")
    migrate(url, kept["revision"])
    put_in(url, kept["rows"])
    migrate(url)
    with writing(url) as session:
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


def test_what_has_first_facts_alone_can_go_back(url: str) -> None:
    migrate(url, WITH)
    with writing(url) as session:
        commitment(session, organisation(session, "karak"))
    command.downgrade(alembic_config(url), BEFORE)
    migrate(url, WITH)


def moved(session: Session, made: Commitment) -> None:
    said = MilestoneWords("محور", "A milestone", date(2027, 5, 5), MilestoneStatus.NOT_STARTED)
    milestone_id = made.milestones[1].id
    record_milestone(session, now=NOW, zone=UTC, milestone_id=milestone_id, said=said, happened_on=None)


def delayed(session: Session, made: Commitment) -> None:
    said = CommitmentWords("التزام", "A commitment", delayed=True)
    record_commitment(session, now=NOW, zone=UTC, commitment_id=made.id, said=said, happened_on=None)


def renamed(session: Session, made: Commitment) -> None:
    said = PlanWords("خطة", "Another")
    record_plan(session, now=NOW, zone=UTC, plan_id=made.plan_id, said=said, happened_on=None)


def supported(session: Session, made: Commitment) -> None:
    _takes(session, made, BodyRole.SUPPORTING)


def led(session: Session, made: Commitment) -> None:
    _takes(session, made, BodyRole.LEAD)


@pytest.mark.parametrize(
    ("more", "named"),
    [
        (renamed, "facts of plans: plan-1$"),
        (delayed, "facts of commitments: plan-1/1$"),
        (led, "leads: plan-1/1$"),
        (supported, "leads: plan-1/1$"),
        (moved, "facts of milestones: plan-1/1 milestone 2$"),
    ],
)
def test_going_back_refuses_what_was_recorded_since_and_names_it(
    url: str, more: Callable[[Session, Commitment], None], named: str
) -> None:
    migrate(url)
    with writing(url) as session:
        more(session, commitment(session, organisation(session, "karak")))
    with pytest.raises(RuntimeError, match=f"the version before has no .*{named}"):
        command.downgrade(alembic_config(url), BEFORE)


def _takes(session: Session, made: Commitment, role: BodyRole) -> None:
    other = organisation(session, "salt")
    record_body(
        session,
        now=NOW,
        zone=UTC,
        commitment_id=made.id,
        organisation_id=other.id,
        role=role,
        happened_on=None,
    )
