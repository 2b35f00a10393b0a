"""Votes in activities: two on one clause, those of organisations, what was taken back, and when each takes place."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, insert, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations.models import Activity, ActivityKind
from consult.consultations.policies.capabilities import TABLE
from consult.contributions.errors import NotNowError
from consult.contributions.queries import kept_beside, page
from consult.contributions.services import (
    keep_draft,
    keep_vote,
    record_vote,
    take_back_vote,
    vote_on_clause,
    vote_on_contribution,
)
from consult.contributions.services.voting import Voting
from consult.organisations.models import Organisation
from consult.shared.errors import NotFoundError
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.tallies.models import Tally
from consult.votes.models import KeptVote, Vote
from consult.votes.queries import own_votes, vote_counts
from tests.domain.parallel import at_once, committed
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.numbers import differences
from tests.factories.people import person
from tests.factories.scenes import Scene, announce
from tests.factories.scenes import scene as make_scene
from tests.factories.texts import organisation
from tests.factories.voices import comment, reply, words

if TYPE_CHECKING:
    from tests.databases import MigratedDatabase

SECOND = timedelta(seconds=1)
AGAIN = Voting("again")


def on_clause(
    session: Session, scene: Scene, choice: str, voting: Voting | None = None, by: Actor | None = None
) -> str:
    return vote_on_clause(
        session, actor=by or scene.author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
        choice=choice, voting=voting or Voting(),
    )  # fmt: skip


def take_back(
    session: Session, scene: Scene, subject: Subject | None = None, voting: Voting | None = None
) -> None:
    take_back_vote(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id,
        subject=subject or clause(scene), voting=voting or Voting(),
    )  # fmt: skip


def clause(scene: Scene) -> Subject:
    return Subject(SubjectKind.CLAUSE, scene.clauses[0])


def stored(session: Session, scene: Scene) -> list[tuple[str, str]]:
    """Return activity and choice of each vote."""
    query = select(Activity.slug, Vote.choice).join(Activity, Activity.id == Vote.activity_id)
    rows = session.execute(query.where(Vote.consultation_id == scene.id).order_by(Vote.id))
    return [(row[0], row[1]) for row in rows]


def counted(session: Session, scene: Scene, subject: Subject) -> set[tuple[str, str, int]]:
    """Return activity, name and value of each number that is kept on a subject and is not zero."""
    query = select(Activity.slug, Tally.name, func.sum(Tally.value)).join(
        Activity, Activity.id == Tally.activity_id
    )
    here = (Tally.consultation_id == scene.id, Tally.subject == subject.code)
    rows = session.execute(query.where(*here).group_by(Activity.slug, Tally.name))
    return {(row[0], row[1], int(row[2])) for row in rows if row[2]}


@pytest.fixture
def twice(session: Session, draft: Scene) -> Scene:
    """Return an announced consultation that lets one vote, and comment, in two activities each."""
    for position, kind in enumerate(("vote", "comment"), start=4):
        slug = "again" if kind == "vote" else "more-comments"
        session.add(Activity(consultation_id=draft.id, kind=kind, slug=slug, position=position, settings={}))
    session.flush()
    session.expire(draft.consultation)
    announce(session, draft)
    return draft


def test_votes_of_two_activities_on_one_thing_are_never_one_number(session: Session, twice: Scene) -> None:
    said = comment(session, twice)
    voice = Subject(SubjectKind.CONTRIBUTION, said.id)
    for voting, choice in ((None, "agree"), (AGAIN, "disagree"), (AGAIN, "agree")):
        on_clause(session, twice, choice, voting)
    for voting in (Voting(), AGAIN):
        vote_on_contribution(
            session, actor=twice.author, now=moments.DURING, reference=said.reference, choice="disagree", voting=voting
        )  # fmt: skip
    on_clause(session, twice, "pass", AGAIN, by=person(session))
    assert stored(session, twice) == [
        ("votes", "agree"), ("again", "agree"), ("votes", "disagree"), ("again", "disagree"), ("again", "pass"),
    ]  # fmt: skip
    of_people = {row for row in counted(session, twice, clause(twice)) if row[1] != "voices"}
    assert of_people == {("votes", "agree", 1), ("again", "agree", 1), ("again", "pass", 1)}
    beside = kept_beside(session, now=moments.DURING, consultation_id=twice.id)[twice.clauses[0]]
    assert (beside.agree, beside.disagree, beside.passes) == (1, 0, 0)
    [row] = page(session, now=moments.DURING, consultation_id=twice.id).voices
    assert (row.agree, row.disagree) == (0, 1)
    assert vote_counts(session, consultation_id=twice.id, contribution_ids=[said.id]) == {
        said.id: {"disagree": 1}
    }
    own = own_votes(session, consultation_id=twice.id, user_id=twice.author.user_id)
    assert own == {clause(twice): "agree", voice: "disagree"}
    assert differences(session) == []


def test_voices_of_two_activities_are_summed(session: Session, twice: Scene) -> None:
    for activity in ("comments", "more-comments", "more-comments"):
        comment(session, twice, activity=activity, stance="support")
        comment(session, twice, activity=activity, clause_id=None)
    beside = kept_beside(session, now=moments.DURING, consultation_id=twice.id)
    assert (beside[twice.clauses[0]].voices, beside[twice.clauses[0]].support) == (3, 3)
    whole = beside[None]
    assert (whole.voices, whole.support) == (3, 0)
    assert {row[:2] for row in counted(session, twice, clause(twice))} == {
        (slug, name) for slug in ("comments", "more-comments") for name in ("voices", "support")
    }
    assert differences(session) == []


def test_a_vote_that_was_taken_back_is_none(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    voice = Subject(SubjectKind.CONTRIBUTION, said.id)
    take_back(session, scene)
    assert stored(session, scene) == [], "there was none to take back"
    on_clause(session, scene, "agree")
    vote_on_contribution(
        session, actor=scene.author, now=moments.DURING, reference=said.reference, choice="disagree"
    )
    for _ in range(2):
        take_back(session, scene)
        take_back(session, scene, voice)
        assert stored(session, scene) == [("votes", "none")] * 2, "its rows stay"
        assert counted(session, scene, clause(scene)) == {("comments", "voices", 1)}
        assert counted(session, scene, voice) == set()
        assert vote_counts(session, consultation_id=scene.id, contribution_ids=[said.id]) == {}
        assert own_votes(session, consultation_id=scene.id, user_id=scene.author.user_id) == {}
        [row] = page(session, now=moments.DURING, consultation_id=scene.id).voices
        assert (row.agree, row.disagree) == (0, 0)
        assert differences(session) == []
    on_clause(session, scene, "pass")
    assert stored(session, scene) == [("votes", "pass"), ("votes", "none")]
    assert counted(session, scene, clause(scene)) == {("comments", "voices", 1), ("votes", "pass", 1)}
    assert differences(session) == []


def test_a_vote_is_taken_back_where_and_while_one_may_vote(
    session: Session, scene: Scene, draft: Scene
) -> None:
    on_clause(session, scene, "agree")
    with pytest.raises(NotNowError):
        take_back_vote(
            session, actor=scene.author, now=moments.CLOSES, consultation_id=scene.id, subject=clause(scene)
        )
    for subject in (clause(draft), Subject(SubjectKind.TEXT, 1)):
        with pytest.raises(NotFoundError):
            take_back(session, scene, subject)
    with pytest.raises(NotFoundError):
        take_back(session, scene, voting=AGAIN)
    assert stored(session, scene) == [("votes", "agree")]


def test_what_waited_does_not_undo_a_vote_that_was_taken_back_since(session: Session, scene: Scene) -> None:
    token = keep_vote(
        session,
        now=moments.DURING - SECOND,
        consultation_id=scene.id,
        clause_id=scene.clauses[0],
        choice="agree",
    )
    on_clause(session, scene, "disagree")
    take_back(session, scene)
    waiting = session.scalars(select(KeptVote.id).where(KeptVote.consultation_id == scene.id)).one()
    _row, stands = record_vote(
        session, actor=scene.author, now=moments.DURING + SECOND, vote_id=waiting, grace_hours=48, token=token
    )  # fmt: skip
    assert stands == "none"
    assert stored(session, scene) == [("votes", "none")]
    assert differences(session) == []


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let votes count organisations apart, which no kind of today does."""
    can = replace(TABLE[ActivityKind.VOTE], organisations_apart=True)
    monkeypatch.setitem(TABLE, ActivityKind.VOTE, can)


def represented(session: Session) -> tuple[Organisation, Actor, Actor]:
    body = organisation(session)
    speaks = (Role.REPRESENTATIVE, body.scope)
    return body, person(session, speaks), person(session, speaks)


@pytest.mark.usefixtures("apart")
def test_an_organisation_has_one_vote_which_is_counted_apart(session: Session, scene: Scene) -> None:
    body, one, two = represented(session)
    for_body = Voting(organisation=body.slug)
    on_clause(session, scene, "agree", by=one)
    on_clause(session, scene, "agree", for_body, by=one)
    on_clause(session, scene, "disagree", for_body, by=two)
    assert stored(session, scene) == [("votes", "agree"), ("votes", "disagree")]
    assert counted(session, scene, clause(scene)) == {
        ("votes", "agree", 1), ("votes", "organisations-disagree", 1),
    }  # fmt: skip
    casters = select(Vote.user_id).where(Vote.consultation_id == scene.id).order_by(Vote.id)
    assert session.scalars(casters).all() == [one.user_id, two.user_id]
    assert own_votes(session, consultation_id=scene.id, user_id=one.user_id) == {clause(scene): "agree"}
    assert own_votes(session, consultation_id=scene.id, user_id=two.user_id) == {}
    beside = kept_beside(session, now=moments.DURING, consultation_id=scene.id)[scene.clauses[0]]
    assert (beside.agree, beside.disagree) == (1, 0)
    assert differences(session) == []
    take_back_vote(
        session,
        actor=one,
        now=moments.DURING,
        consultation_id=scene.id,
        subject=clause(scene),
        voting=for_body,
    )
    assert counted(session, scene, clause(scene)) == {("votes", "agree", 1)}
    assert differences(session) == []


@pytest.mark.usefixtures("apart")
def test_only_who_speaks_for_it_casts_an_organisations_vote(session: Session, scene: Scene) -> None:
    body, _one, _two = represented(session)
    for slug in (body.slug, scene.organisation.slug, "none"):
        with pytest.raises(NotFoundError):
            on_clause(session, scene, "agree", Voting(organisation=slug))
    assert stored(session, scene) == []


def test_no_organisation_votes_where_they_are_not_counted_apart(session: Session, scene: Scene) -> None:
    body, one, _two = represented(session)
    with pytest.raises(NotFoundError):
        on_clause(session, scene, "agree", Voting(organisation=body.slug), by=one)


@pytest.mark.usefixtures("apart")
def test_the_database_takes_one_vote_of_a_body(session: Session, scene: Scene) -> None:
    body, one, two = represented(session)
    on_clause(session, scene, "agree", Voting(organisation=body.slug), by=one)
    row = session.execute(select(Vote.__table__).where(Vote.consultation_id == scene.id)).one()._asdict()
    del row["id"]
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(insert(Vote), {**row, "user_id": two.user_id})
    for other in ({"organisation_id": scene.organisation.id}, {"organisation_id": None}):
        session.execute(insert(Vote), {**row, **other})


@pytest.mark.usefixtures("apart")
def test_votes_of_a_body_at_once_are_one(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    body, one, two = committed(database.engine, represented)
    acts = [
        lambda session, i=i: on_clause(
            session, scene, ("agree", "disagree")[i % 2], Voting(organisation=body.slug), by=(one, two)[i // 2 % 2]
        )
        for i in range(20)
    ]  # fmt: skip
    assert set(at_once(database.engine, acts)) == {"agree", "disagree"}
    with Session(database.engine) as session:
        [(_slug, choice)] = stored(session, scene)
        assert counted(session, scene, clause(scene)) == {("votes", f"organisations-{choice}", 1)}
        assert differences(session) == []


def test_taking_back_and_voting_at_once_leaves_one_vote_or_none(database: MigratedDatabase) -> None:
    scene = committed(database.engine, make_scene)
    acts = [
        lambda session, i=i: take_back(session, scene) if i % 2 else on_clause(session, scene, "agree")
        for i in range(20)
    ]
    assert {str(done) for done in at_once(database.engine, acts)} == {"None", "agree"}
    with Session(database.engine) as session:
        [(_slug, choice)] = stored(session, scene)
        expected = {("votes", "agree", 1)} if choice == "agree" else set()
        assert counted(session, scene, clause(scene)) == expected
        assert differences(session) == []


def own(scene: Scene, slug: str) -> Activity:
    return next(row for row in scene.consultation.activities if row.slug == slug)


def test_an_activity_with_dates_of_its_own_takes_nothing_outside_them(session: Session, draft: Scene) -> None:
    opens, closes = moments.DURING, moments.CLOSES - timedelta(days=1)
    for slug in ("comments", "votes"):
        own(draft, slug).opens_at, own(draft, slug).closes_at = opens, closes
    session.flush()
    announce(session, draft)
    proposal: dict[str, Any] = {"kind": "proposal", "title": "عنوان", "problem": "مشكلة", "clause_id": None}
    proposed = comment(session, draft, now=moments.OPENS, **proposal)
    for outside in (opens - SECOND, closes, moments.AFTER):
        late = State.CLOSED if outside == moments.AFTER else State.OPEN
        for keep in (False, True):
            with pytest.raises(NotNowError) as refused:
                _say_at(session, draft, outside, keep=keep)
            assert (refused.value.code, refused.value.values) == ("contribution-not-now", {"state": late})
        for keep in (False, True):
            with pytest.raises(NotNowError) as refused:
                _vote_at(session, draft, outside, keep=keep)
            assert (refused.value.code, refused.value.values) == ("vote-not-now", {"state": late})
        reply(session, proposed, now=outside)
    said = comment(session, draft, now=opens)
    assert not said.late
    reply(session, said, now=closes - SECOND)
    with pytest.raises(NotNowError):
        reply(session, said, now=closes)
    below = words(kind="reply", parent=said.reference)
    with pytest.raises(NotNowError):
        keep_draft(session, now=closes, consultation_id=draft.id, words=below)
    keep_draft(session, now=closes - SECOND, consultation_id=draft.id, words=below)
    _say_at(session, draft, closes - SECOND, keep=True)
    _vote_at(session, draft, closes - SECOND, keep=True)
    _vote_at(session, draft, closes - SECOND, keep=False)


def test_a_vote_that_was_pressed_in_time_of_its_activity_counts_afterwards(
    session: Session, draft: Scene
) -> None:
    closes = moments.CLOSES - timedelta(days=1)
    own(draft, "votes").closes_at = closes
    session.flush()
    announce(session, draft)
    token = keep_vote(
        session, now=closes - SECOND, consultation_id=draft.id, clause_id=draft.clauses[0], choice="agree"
    )
    [kept] = session.scalars(select(KeptVote).where(KeptVote.consultation_id == draft.id))
    given: dict[str, Any] = {"actor": draft.author, "vote_id": kept.id, "token": token}
    with pytest.raises(NotNowError):
        record_vote(session, now=closes + timedelta(hours=3), grace_hours=2, **given)
    _kept, stands = record_vote(session, now=closes + timedelta(hours=1), grace_hours=2, **given)
    assert stands == "agree"


def test_the_database_takes_no_choice_that_there_is_not(session: Session, scene: Scene) -> None:
    vote_on_clause(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
        choice="agree",
    )  # fmt: skip
    with refused(session, "votes_choice_update"):
        session.execute(text("UPDATE votes SET choice = 'yes' WHERE consultation_id = :id"), {"id": scene.id})
    with refused(session, "votes_choice"):
        session.execute(
            text(
                "INSERT INTO votes (consultation_id, activity_id, subject_kind, subject_id, user_id, choice, cast_at) "
                "SELECT consultation_id, activity_id, subject_kind, :other, user_id, 'yes', cast_at FROM votes "
                "WHERE consultation_id = :id"
            ),
            {"id": scene.id, "other": scene.clauses[1]},
        )


def _say_at(session: Session, scene: Scene, now: datetime, *, keep: bool) -> None:
    if keep:
        on = Subject(SubjectKind.CLAUSE, scene.clauses[0])
        keep_draft(session, now=now, consultation_id=scene.id, words=words(subject=on))
    else:
        comment(session, scene, now=now)


def _vote_at(session: Session, scene: Scene, now: datetime, *, keep: bool) -> None:
    if keep:
        keep_vote(session, now=now, consultation_id=scene.id, clause_id=scene.clauses[0], choice="agree")
    else:
        vote_on_clause(
            session, actor=scene.author, now=now, consultation_id=scene.id, clause_id=scene.clauses[0],
            choice="agree",
        )  # fmt: skip
