"""A text is asked about whatever it is of: one of no known owner falls out of nothing."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role
from consult.accounts.policies import Actor
from consult.consultations import queries as consultations
from consult.consultations import services
from consult.consultations.models import TextOwner
from consult.consultations.policies.publishing import may_publish_text, plan_behind
from consult.consultations.queries.owners import owners_of_texts, record_names, words_of
from consult.contributions.queries import asked_clauses
from consult.forum.models import NamedMeeting
from consult.outcomes import queries as outcomes
from consult.plans.models import NamedCommitment
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.texts.queries import newest_published
from tests.factories import moments
from tests.factories.answers import NEW_WORDS, respond, theme
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.unowned import answer, unowned, unowned_version
from tests.factories.voices import comment

MINUTES = NamedMeeting(1, "first", "الاجتماع الأول", "The first meeting", date(2026, 2, 10))


def names_in_log(session: Session, kind: str) -> list[str]:
    return list(session.scalars(select(LogEntry.subject).where(LogEntry.kind == kind).order_by(LogEntry.id)))


def is_of(owner: TextOwner | None, scene: Scene) -> bool:
    return isinstance(owner, NamedCommitment) and owner.id == scene.commitment.id


@pytest.mark.parametrize("beside", [False, True])
def test_its_clauses_are_asked_about_in_their_order(session: Session, *, beside: bool) -> None:
    made = unowned(session, beside=beside)
    found = asked_clauses(session, consultation_id=made.id)
    assert [row.clause_id for row in found][-3:] == made.clauses
    assert [row.owner for row in found][-3:] == [None] * 3
    assert [is_of(row.owner, made) for row in found[:-3]] == [True] * (3 if beside else 0)
    assert {row.version for row in found} == {1}


def test_its_words_come_with_its_version(session: Session, scene: Scene) -> None:
    made = unowned(session)
    found = words_of(session, version_ids=[made.version.id, scene.version.id])
    own = [row for row in found.values() if row.version_id == made.version.id]
    assert [row.clause_id for row in own] == made.clauses
    assert [(row.version.number, row.version.owner) for row in own] == [(1, None)] * 3
    others = [row.version.owner for row in found.values() if row.version_id == scene.version.id]
    assert [is_of(owner, scene) for owner in others] == [True] * 3


def test_its_consultation_says_that_no_owner_is_known(session: Session) -> None:
    alone, both = unowned(session), unowned(session, beside=True)
    row = consultations.row_by_slug(session, alone.consultation.slug)
    assert row is not None
    assert row.owners == (None,)
    row = consultations.row_by_slug(session, both.consultation.slug)
    assert row is not None
    assert [is_of(owner, both) for owner in row.owners] == [True, False]
    assert row.owners[1] is None
    listed = {each.row.id for each in consultations.listed(session, now=moments.DURING, limit=50)}
    assert {alone.id, both.id} <= listed


def test_the_record_names_a_commitment_and_else_the_text(session: Session, scene: Scene) -> None:
    made = unowned(session)
    ids = [scene.version.text_id, made.version.text_id]
    assert record_names(session, ids) == {
        ids[0]: f"commitment/{scene.commitment.id}", ids[1]: f"text/{ids[1]}"
    }  # fmt: skip
    assert list(owners_of_texts(session, ids)) == [ids[0]]
    assert owners_of_texts(session, []) == {}
    assert names_in_log(session, "version-published")[-1] == f"text/{ids[1]}/1"


def test_an_answer_changes_its_words(session: Session) -> None:
    made = unowned(session)
    answer(session, made)
    new = newest_published(session, text_id=made.version.text_id)
    assert new is not None
    assert (new.number, (new.clauses[0].text_ar, new.clauses[0].text_en)) == (2, NEW_WORDS)
    assert names_in_log(session, "version-published")[-1] == f"text/{made.version.text_id}/2"
    outcome = outcomes.latest(session, consultation_id=made.id)
    assert outcome is not None
    [change] = outcomes.changed_clauses(session, outcome_id=outcome.id)
    assert (change.before.clause_id, change.after.version.number) == (made.clauses[0], 2)
    assert (change.before.version.owner, change.after.version.owner) == (None, None)
    assert [row.after for row, _named in outcomes.behind_version(session, version_id=new.id)] == [
        change.after
    ]
    assert outcomes.owners_asked_about(session, consultation_id=made.id) == []
    both = unowned(session, beside=True)
    assert [
        is_of(owner, both) for owner in outcomes.owners_asked_about(session, consultation_id=both.id)
    ] == [True]


@pytest.mark.parametrize("beside", [False, True])
def test_its_answers_name_the_milestones_of_commitments_alone(session: Session, *, beside: bool) -> None:
    made = unowned(session, beside=beside)
    under = theme(session, made, comment(session, made, version_id=made.version.id))
    if beside:
        respond(session, made, under, milestones=made.milestones[:1])
        return
    with pytest.raises(NotFoundError):
        respond(session, made, under, milestones=made.milestones[:1])


def test_without_a_plan_no_coordinator_of_one_publishes_it(session: Session, scene: Scene) -> None:
    plan = scene.commitment.plan
    version = unowned_version(session, scene)

    def publish(actor: Actor) -> None:
        services.publish_text(
            session,
            actor=actor,
            now=moments.LATER,
            version=version,
            drafter=scene.organisation,
            reason=REASON,
        )

    for actor in (person(session, (Role.COORDINATOR, plan.scope)), scene.officer):
        with pytest.raises(NotFoundError):
            publish(actor)
    publish(person(session, (Role.COORDINATOR, SITE)))
    assert version.published_at == moments.LATER
    assert names_in_log(session, "version-published")[-1] == f"text/{version.text_id}/1"


def test_who_publishes_follows_from_the_plan_if_there_is_one(session: Session, scene: Scene) -> None:
    plan = scene.commitment.plan
    owner = owners_of_texts(session, [scene.version.text_id])[scene.version.text_id]
    assert [plan_behind(each) for each in (owner, MINUTES, None)] == [plan.slug, None, None]
    body = scene.organisation.scope
    allowed = {
        (role, scope): [
            may_publish_text(person(session, (role, scope)), drafter_scope=body, plan_slug=slug)
            for slug in (plan.slug, None)
        ]
        for role, scope in (
            (Role.PUBLISHER, body), (Role.COORDINATOR, plan.scope), (Role.COORDINATOR, SITE), (Role.OFFICER, body),
        )
    }  # fmt: skip
    assert list(allowed.values()) == [[True, True], [True, False], [True, True], [False, False]]


def test_its_draft_is_announced_and_its_next_version_begun(session: Session) -> None:
    made = unowned(session, State.DRAFT)
    assert made.version.published_at is None
    answered = unowned(session)
    answer(session, answered)
    text_id = answered.version.text_id
    version = services.begin_text(
        session, actor=answered.officer, now=moments.LATER, text_id=text_id, drafter=answered.organisation
    )
    assert (version.number, version.clauses[0].text_en) == (3, NEW_WORDS[1])
