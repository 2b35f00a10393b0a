"""What the loaded demonstration holds: every state, through the services, each thing in its own time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from consult.consultations import queries as consultations
from consult.consultations.models import Consultation
from consult.consultations.policies import state_of
from consult.contributions import queries as contributions
from consult.contributions.models import Contribution, Status, Translation
from consult.moderation.queries import log
from consult.organisations.models import Organisation, OrganisationName
from consult.organisations.policies import OFFERED
from consult.outbox.queries import due
from consult.outcomes import queries as outcomes
from consult.outcomes.models import Answer
from consult.plans import queries as plans
from consult.plans.models import Commitment, CommitmentCarry, Plan, SmartTest
from consult.plans.queries.promised import standing_ticks, ticks_of
from consult.plans.queries.standing import template_of
from consult.plans.services import lacking
from consult.record.models import LogEntry
from consult.shared import clock
from consult.shared.state import State
from consult.texts import queries as texts
from consult.votes.models import Vote
from tests.commands.conftest import Loaded
from tests.factories.numbers import votes_by_clause


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    """Return a session that reads the demonstration."""
    with Session(loaded.database.engine) as opened:
        yield opened


def test_every_state_is_there_once(session: Session) -> None:
    states = {row.slug: state_of(row, clock.now()) for row in session.scalars(select(Consultation))}
    assert states == {
        "online-consultation-rules": State.ANSWERED,
        "large-projects": State.OPEN,
        "equality-in-ministries": State.ANNOUNCED,
        "youth-in-drafting": State.CLOSED,
        "complaints-and-integrity": State.CANCELLED,
        "rules-for-associations": State.DRAFT,
    }
    assert all(session.scalars(select(Consultation.illustrative)))


def test_the_open_question_holds_a_conversation(session: Session) -> None:
    asked = found(session, "large-projects")
    counts = contributions.counts_by_status(session, consultation_id=asked.id)
    assert counts[Status.PUBLISHED] >= 50
    assert (counts[Status.HIDDEN], counts[Status.WITHDRAWN]) == (1, 1)
    clarified = contributions.clarification_count(session, consultation_id=asked.id)
    assert clarified == 3
    depths = Counter(
        session.scalars(select(Contribution.depth).where(Contribution.consultation_id == asked.id))
    )
    assert set(depths) == {0, 1, 2}
    clauses = set(texts.clause_texts(session, version_id=asked.texts[0].version_id))
    assert set(votes_by_clause(session, asked.id)) == clauses


def test_the_answered_question_is_answered_whole(session: Session) -> None:
    asked = found(session, "online-consultation-rules")
    assert outcomes.coverage(session, consultation_id=asked.id).complete
    outcome = outcomes.latest(session, consultation_id=asked.id)
    assert outcome is not None
    assert {theme["outcome"] for theme in outcome.content["themes"]} == set(Answer)
    assert len(outcomes.changes(session, outcome_id=outcome.id)) == 3
    assert len(outcomes.milestones(session, outcome_id=outcome.id)) == 2
    assert (outcome.figures["hidden"], outcome.figures["withdrawn"]) == (1, 1)
    assert asked.answered_at is not None
    assert asked.answer_due_at - asked.answered_at > timedelta(days=3)


def test_staff_find_work_in_the_one_being_answered(session: Session) -> None:
    asked = found(session, "youth-in-drafting")
    coverage = outcomes.coverage(session, consultation_id=asked.id)
    assert coverage.unthemed >= 8
    themes = outcomes.themes_and_answers(session, consultation_id=asked.id)
    assert [theme.response is not None for theme in themes] == [False, True, True, False, False]
    assert asked.answer_due_at > clock.now() + timedelta(days=30)
    heard = outcomes.heard(session, consultation_id=asked.id)
    assert [(row.status, row.number) for row in heard if row.late] == [(Status.PUBLISHED, 1)]


def test_what_was_said_before_a_cancelling_stays(session: Session) -> None:
    asked = found(session, "complaints-and-integrity")
    acts = consultations.acts(session, consultation_id=asked.id)
    assert acts[-1].kind == "cancelled"
    assert acts[-1].text_ar
    assert acts[-1].text_en
    counts = contributions.counts_by_status(session, consultation_id=asked.id)
    assert counts == {Status.PUBLISHED: 6}


def test_staff_put_clarifications_and_translations_beside_voices(session: Session) -> None:
    languages = Counter(session.scalars(select(Translation.language)))
    assert languages["ar"] >= 2
    assert languages["en"] >= 2
    said = select(func.count()).select_from(Contribution).where(Contribution.counts_as_voice.is_(False))
    assert (session.scalar(said) or 0) >= 2


def test_everything_happened_in_its_own_time(session: Session) -> None:
    moments = session.scalars(
        select(LogEntry.at).where(LogEntry.kind != "role-granted").order_by(LogEntry.id)
    )
    entries = list(moments)
    assert len(entries) > 100
    assert all(before <= after for before, after in pairwise(entries))
    assert entries[-1] <= clock.now()
    assert all(at <= clock.now() for at in session.scalars(select(Vote.cast_at)))
    references = list(session.scalars(select(Contribution.reference).order_by(Contribution.posted_at)))
    assert references == sorted(references)


def test_each_hiding_has_its_entry(session: Session) -> None:
    hidden = select(func.count()).select_from(Contribution).where(Contribution.status == Status.HIDDEN)
    assert len(log(session)) == session.scalar(hidden) == 3


def test_nobody_is_written_to(session: Session) -> None:
    assert due(session, now=clock.now() + timedelta(days=400)) == []


def test_plans_say_what_each_source_says(session: Session) -> None:
    said = {
        plan.number: [(row.start_year, row.end_year, row.commitment_count) for row in plan.statements]
        for plan in plans.plans(session)
        if plan.slug.startswith("plan-")
    }
    assert said == {
        1: [(2012, 2013, 31)],
        2: [(2014, 2015, 14)],
        3: [(2016, 2018, 10), (None, None, 11)],
        4: [(2018, 2020, None), (2018, 2021, None), (2018, 2021, 5)],
        5: [(2021, 2023, None), (2021, 2025, 6)],
        6: [(None, None, 6)],
    }
    assert session.scalar(select(func.count()).select_from(Plan)) == 8


def test_the_plan_under_way_is_the_fifth(session: Session) -> None:
    rows = plans.commitments_of_newest_plan(session)
    assert {row.plan.number for row in rows} == {5}
    statuses = Counter(milestone.status for row in rows for milestone in row.milestones)
    assert statuses == {"in_progress": 1, "not_started": 1}
    assert [row.number for row in rows if row.delayed] == ["3"]
    assert all(row.lead is None for row in rows)


def test_one_commitment_of_the_draft_plan_is_written_in_full_as_an_illustration(session: Session) -> None:
    found = [
        row
        for row in session.scalars(select(Commitment).join(Plan).where(Plan.slug == "plan-6"))
        if template_of(session, commitment_id=row.id) is not None
    ]
    assert [row.number for row in found] == ["4"]
    template = template_of(session, commitment_id=found[0].id)
    assert template is not None
    assert "illustration" in template.problem_en
    assert "illustration" in template.contact_name_en
    assert template.contact_email.endswith("@demo.example")
    assert lacking(session, found[0]) == []
    ticks = standing_ticks(ticks_of(session, commitment_id=found[0].id))
    assert 0 < len(ticks) < len(SmartTest)
    earlier = session.scalars(select(CommitmentCarry.from_id)).one()
    assert session.get_one(Commitment, earlier).title_ar == found[0].title_ar


def test_one_body_that_is_an_illustration_had_another_name(session: Session) -> None:
    counts = Counter(session.scalars(select(OrganisationName.organisation_id)))
    renamed = [number for number, count in counts.items() if count > 1]
    assert [session.get_one(Organisation, number).illustrative for number in renamed] == [True]


def test_organisations_are_of_every_kind_and_invented_ones_say_so(session: Session) -> None:
    rows = session.scalars(select(Organisation)).all()
    assert {row.kind for row in rows} == {kind.value for kind in OFFERED}
    spoke = set(session.scalars(select(Contribution.organisation_id).where(Contribution.counts_as_voice)))
    assert all(row.illustrative for row in rows if row.id in spoke)


def found(session: Session, slug: str) -> Consultation:
    """Return a consultation of the demonstration."""
    asked = consultations.by_slug(session, slug)
    assert asked is not None
    return asked
