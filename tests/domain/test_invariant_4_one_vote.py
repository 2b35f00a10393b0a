"""One person, one vote on a subject: the last one counts, under any number of parallel requests."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, insert, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.consultations.services import announce
from consult.contributions.errors import NotNowError
from consult.contributions.services import vote_on_clause, vote_on_contribution, withdraw
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import Choice, Vote
from consult.votes.queries import own_votes, vote_counts
from tests.databases import MigratedDatabase
from tests.domain.parallel import at_once, committed
from tests.domain.refusal import problems
from tests.factories import moments
from tests.factories.answers import Answered
from tests.factories.numbers import votes_by_clause
from tests.factories.people import person
from tests.factories.scenes import LIMITS, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide, restore

SECOND = timedelta(seconds=1)


def votes(session: Session, scene: Scene) -> list[str]:
    """Return every choice that is stored for a scene, oldest subject first."""
    query = select(Vote.choice).where(Vote.consultation_id == scene.id).order_by(Vote.id)
    return list(session.scalars(query))


def on_clause(
    session: Session, scene: Scene, choice: str, now: datetime = moments.DURING, clause: int | None = None
) -> None:
    vote_on_clause(
        session, actor=scene.author, now=now, consultation_id=scene.id, clause_id=clause or scene.clauses[0],
        choice=choice,
    )  # fmt: skip


def test_the_last_choice_counts(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    for step, choice in enumerate(["agree", "disagree", "pass", "disagree"]):
        now = moments.DURING + step * SECOND
        on_clause(session, scene, choice, now)
        vote_on_contribution(session, actor=scene.author, now=now, reference=said.reference, choice=choice)
    session.expire_all()
    assert votes(session, scene) == ["disagree", "disagree"]
    counts = votes_by_clause(session, scene.id)
    assert counts == {scene.clauses[0]: Counter(disagree=1)}
    assert vote_counts(session, consultation_id=scene.id, contribution_ids=[said.id]) == {
        said.id: Counter(disagree=1)
    }
    cast = session.scalars(select(Vote.cast_at).where(Vote.consultation_id == scene.id)).all()
    assert set(cast) == {moments.DURING + 3 * SECOND}


def test_each_subject_has_its_own_vote(session: Session, scene: Scene) -> None:
    one, two = comment(session, scene), comment(session, scene)
    for clause, choice in zip(scene.clauses, Choice, strict=True):
        on_clause(session, scene, choice, clause=clause)
    vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=one.reference, choice="agree"
    )
    vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=two.reference, choice="pass"
    )
    own = own_votes(session, consultation_id=scene.id, user_id=scene.author.user_id)
    assert own == {
        **{
            Subject(SubjectKind.CLAUSE, clause): choice
            for clause, choice in zip(scene.clauses, Choice, strict=True)
        },
        Subject(SubjectKind.CONTRIBUTION, one.id): "agree",
        Subject(SubjectKind.CONTRIBUTION, two.id): "pass",
    }
    assert own_votes(session, consultation_id=scene.id, user_id=scene.officer.user_id) == {}


def test_each_person_has_their_own_vote(session: Session, scene: Scene) -> None:
    for choice in ("agree", "agree", "disagree"):
        vote_on_clause(
            session, actor=person(session), now=moments.DURING, consultation_id=scene.id,
            clause_id=scene.clauses[1], choice=choice,
        )  # fmt: skip
    counts = votes_by_clause(session, scene.id)
    assert counts == {scene.clauses[1]: Counter(agree=2, disagree=1)}


def test_a_stance_is_not_a_vote(session: Session, scene: Scene) -> None:
    comment(session, scene, stance="support")
    assert votes(session, scene) == []


@pytest.mark.parametrize("choice", ["", "AGREE", "yes", "agree ", "hide"])
def test_a_choice_that_is_none(session: Session, scene: Scene, choice: str) -> None:
    with problems(("choose-one", "choice")):
        on_clause(session, scene, choice)


@pytest.mark.parametrize(
    ("moment", "state"),
    [
        (moments.OPENS - SECOND, State.ANNOUNCED),
        (moments.CLOSES, State.CLOSED),
        (moments.AFTER, State.CLOSED),
    ],
)
def test_a_vote_outside_the_period_is_refused(
    session: Session, scene: Scene, moment: datetime, state: State
) -> None:
    said = comment(session, scene)
    with pytest.raises(NotNowError) as clause:
        on_clause(session, scene, "agree", moment)
    with pytest.raises(NotNowError) as contribution:
        vote_on_contribution(
            session, actor=scene.author, now=moment, reference=said.reference, choice="agree"
        )
    for caught in (clause, contribution):
        assert (caught.value.code, caught.value.values) == ("vote-not-now", {"state": state})
    assert votes(session, scene) == []


def test_a_late_change_leaves_the_vote_as_it_was(session: Session, scene: Scene) -> None:
    on_clause(session, scene, "agree", moments.CLOSES - SECOND)
    with pytest.raises(NotNowError):
        on_clause(session, scene, "disagree", moments.CLOSES)
    assert votes(session, scene) == ["agree"]


def test_what_was_answered_takes_no_vote(session: Session, ended: Answered) -> None:
    with pytest.raises(NotNowError):
        on_clause(session, ended.scene, "disagree", moments.LATER)
    with pytest.raises(NotNowError):
        vote_on_contribution(
            session,
            actor=person(session),
            now=moments.LATER,
            reference=ended.comment.reference,
            choice="agree",
        )


def test_no_vote_on_what_is_hidden_or_withdrawn(session: Session, scene: Scene) -> None:
    hidden = comment(session, scene)
    gone = comment(session, scene, by=scene.author)
    hide(session, scene, hidden)
    withdraw(session, actor=scene.author, now=moments.DURING, reference=gone.reference)
    for reference in (hidden.reference, gone.reference, "V-2026-999999"):
        with pytest.raises(NotFoundError):
            vote_on_contribution(
                session, actor=scene.author, now=moments.DURING, reference=reference, choice="agree"
            )
    restore(session, scene, hidden)
    vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=hidden.reference, choice="agree"
    )
    assert votes(session, scene) == ["agree"]


def test_no_vote_on_a_clause_of_another_text_or_on_a_draft(
    session: Session, scene: Scene, draft: Scene
) -> None:
    for clause in (make_scene(session).clauses[0], 10**9):
        with pytest.raises(NotFoundError):
            on_clause(session, scene, "agree", clause=clause)
    with pytest.raises(NotFoundError):
        on_clause(session, draft, "agree")
    announce(session, actor=draft.officer, now=moments.ANNOUNCED, consultation_id=draft.id, limits=LIMITS)
    on_clause(session, draft, "agree")


@pytest.mark.parametrize("state", ["unconfirmed", "suspended"])
def test_who_may_not_take_part_has_no_vote(session: Session, scene: Scene, state: str) -> None:
    nobody = person(session, confirmed=state != "unconfirmed", suspended=state == "suspended")
    with problems(("confirm-first", None)):
        vote_on_clause(
            session, actor=nobody, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
            choice="agree",
        )  # fmt: skip


def test_the_database_takes_no_second_vote_and_none_on_nothing(session: Session, scene: Scene) -> None:
    on_clause(session, scene, "agree")
    [within] = session.scalars(select(Vote.activity_id).where(Vote.consultation_id == scene.id))
    row = {
        "consultation_id": scene.id, "user_id": scene.author.user_id, "choice": "agree", "cast_at": moments.DURING,
    }  # fmt: skip
    clause = {"activity_id": within, "subject_kind": "clause", "subject_id": scene.clauses[0]}
    for subject in (clause, clause | {"subject_kind": None}, clause | {"subject_id": None}, {}):
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(insert(Vote).values(**row, **subject))


def test_thirty_identical_votes_at_once_are_one(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    said = committed(database.engine, lambda session: comment(session, scene))
    results = at_once(database.engine, [lambda session: on_clause(session, scene, "agree")] * 30)

    def cast(session: Session) -> None:
        vote_on_contribution(
            session, actor=scene.author, now=moments.DURING, reference=said.reference, choice="agree"
        )

    results += at_once(database.engine, [cast] * 30)
    assert results == [None] * 60
    with Session(database.engine) as session:
        assert session.scalar(select(func.count()).select_from(Vote)) == 2
