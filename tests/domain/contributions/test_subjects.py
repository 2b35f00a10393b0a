"""What something is about, or voted on, is there and is asked about: services see to it, and so does the database."""

from __future__ import annotations

from itertools import count
from typing import Any

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Kind
from consult.contributions.services import keep_vote, vote_on_clause
from consult.shared.errors import NotFoundError
from consult.shared.subjects import Subject, SubjectKind
from consult.texts.queries import text_of
from consult.votes.models import KeptVote, Vote
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import clarification, comment, reply

_NUMBERS = count(1)
PROPOSAL: dict[str, Any] = {"kind": Kind.PROPOSAL, "title": "عنوان", "problem": "مشكلة"}


def whole(session: Session, scene: Scene) -> Subject:
    """Return the text of a scene as a whole."""
    return Subject(SubjectKind.TEXT, text_of(session, version_id=scene.version.id))


def activity(scene: Scene, slug: str) -> int:
    return next(row.id for row in scene.consultation.activities if row.slug == slug)


def test_what_is_said_has_a_subject_and_an_activity(session: Session, scene: Scene) -> None:
    on_clause = comment(session, scene)
    on_text = comment(session, scene, clause_id=None)
    named = comment(session, scene, subject=whole(session, scene), activity="comments")
    proposal = comment(session, scene, subject=None, **PROPOSAL)
    assert on_clause.subject == Subject(SubjectKind.CLAUSE, scene.clauses[0])
    assert on_text.subject == named.subject == proposal.subject == whole(session, scene)
    assert {row.activity_id for row in (on_clause, on_text, named)} == {activity(scene, "comments")}
    assert proposal.activity_id == activity(scene, "proposals")
    for root in (on_clause, on_text, proposal):
        below = reply(session, root)
        for said in (below, reply(session, below), clarification(session, scene, root)):
            assert (said.subject, said.activity_id) == (root.subject, root.activity_id)


@pytest.mark.parametrize("slug", ["votes", "proposals", "none"])
def test_no_comment_in_what_takes_none(session: Session, scene: Scene, slug: str) -> None:
    with pytest.raises(NotFoundError):
        comment(session, scene, activity=slug)


def test_nothing_is_said_about_what_is_not_asked(session: Session, scene: Scene, draft: Scene) -> None:
    said = comment(session, scene)
    for subject in (
        Subject(SubjectKind.CLAUSE, draft.clauses[0]), whole(session, draft), Subject(SubjectKind.TEXT, 10**9),
        Subject(SubjectKind.CONTRIBUTION, said.id),
    ):  # fmt: skip
        with pytest.raises(NotFoundError):
            comment(session, scene, subject=subject)


def wrong_subjects(session: Session, scene: Scene) -> list[dict[str, object]]:
    """Return subjects that are not there, or elsewhere."""
    elsewhere = make_scene(session)
    said = comment(session, elsewhere)
    wrong = [
        ("clause", elsewhere.clauses[0]), ("text", whole(session, elsewhere).id), ("contribution", said.id),
        ("clause", 10**9), ("text", 10**9), ("contribution", 10**9), ("song", scene.clauses[0]),
        ("", scene.clauses[0]),
    ]  # fmt: skip
    return [{"subject_kind": kind, "subject_id": number} for kind, number in wrong]


def like(said: Contribution, **changed: object) -> dict[str, Any]:
    """Return the row of another contribution, with what is ``changed``."""
    number = next(_NUMBERS)
    row = {
        column.key: getattr(said, column.key)
        for column in Contribution.__table__.columns
        if column.key != "id"
    }
    return {**row, "reference": f"V-1999-{number}", "idempotency_key": f"raw-{number}", **changed}


def test_the_database_takes_no_contribution_about_what_is_not_asked(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    elsewhere = make_scene(session)
    session.execute(insert(Contribution), like(said))
    for subject in wrong_subjects(session, scene):
        with refused(session, "contributions_subject"):
            session.execute(insert(Contribution), like(said, **subject))
    for number in (activity(elsewhere, "comments"), 10**9):
        with refused(session, "contributions_activity"):
            session.execute(insert(Contribution), like(said, activity_id=number))


def test_the_database_takes_no_reply_about_something_else(session: Session, scene: Scene) -> None:
    said = comment(session, scene)
    below = reply(session, said)
    session.execute(insert(Contribution), like(below))
    other: list[dict[str, object]] = [
        {"subject_id": scene.clauses[1]},
        {"subject_kind": "text", "subject_id": whole(session, scene).id},
        {"activity_id": activity(scene, "proposals")},
        {"parent_id": comment(session, make_scene(session)).id},
    ]
    for changed in other:
        with refused(session, "contributions_thread"):
            session.execute(insert(Contribution), like(below, **changed))


@pytest.mark.parametrize(
    "change", ["subject_kind = 'text'", "subject_id = subject_id + 1", "activity_id = activity_id + 1"]
)
def test_what_is_said_stays_about_what_it_was(session: Session, scene: Scene, change: str) -> None:
    said = comment(session, scene)
    with refused(session, "contributions_identity"):
        session.execute(text(f"UPDATE contributions SET {change} WHERE id = :id"), {"id": said.id})  # noqa: S608 - from above


def test_the_database_takes_no_vote_on_what_is_not_asked(session: Session, scene: Scene) -> None:
    row = {
        "consultation_id": scene.id, "activity_id": activity(scene, "votes"), "choice": "agree",
        "user_id": scene.author.user_id, "subject_kind": "clause", "subject_id": scene.clauses[0],
    }  # fmt: skip
    vote, kept = (
        {**row, "cast_at": moments.DURING},
        {**row, "arrived_at": moments.DURING, "token_hash": "0" * 64},
    )
    for subject in wrong_subjects(session, scene):
        on = {**subject, "revision": 1 if subject["subject_kind"] == "contribution" else None}
        # Of what nobody said there is no revision either: both engines ask that guard first.
        guard = "revision" if subject == {"subject_kind": "contribution", "subject_id": 10**9} else "subject"
        with refused(session, rf"votes_{guard}\b"):
            session.execute(insert(Vote), {**vote, **on})
        with refused(session, rf"kept_votes_{guard}\b"):
            session.execute(insert(KeptVote), {**kept, **on})
    elsewhere = {"activity_id": activity(make_scene(session), "votes")}
    with refused(session, "votes_activity"):
        session.execute(insert(Vote), {**vote, **elsewhere})
    with refused(session, "kept_votes_activity"):
        session.execute(insert(KeptVote), {**kept, **elsewhere})
    for table, values in ((Vote, vote), (KeptVote, kept)):
        session.execute(insert(table), values)


@pytest.mark.parametrize("column", ["subject_id", "user_id", "activity_id", "organisation_id"])
def test_a_vote_stays_on_what_it_is_and_its_voters(session: Session, scene: Scene, column: str) -> None:
    vote_on_clause(
        session, actor=scene.author, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0],
        choice="agree",
    )  # fmt: skip
    row = session.scalars(select(Vote).where(Vote.consultation_id == scene.id)).one()
    other = {
        "subject_id": scene.clauses[1], "user_id": person(session).user_id,
        "activity_id": activity(scene, "comments"), "organisation_id": scene.organisation.id,
    }[column]  # fmt: skip
    with refused(session, "votes_identity"):
        setattr(row, column, other)


def test_a_vote_that_waits_stays_on_something(session: Session, scene: Scene) -> None:
    keep_vote(
        session, now=moments.DURING, consultation_id=scene.id, clause_id=scene.clauses[0], choice="agree", token="token"
    )  # fmt: skip
    row = session.scalars(select(KeptVote).where(KeptVote.consultation_id == scene.id)).one()
    elsewhere = make_scene(session)
    for column, number, guard in (
        ("subject_id", elsewhere.clauses[0], "kept_votes_subject_update"),
        ("activity_id", activity(elsewhere, "votes"), "kept_votes_activity_update"),
    ):
        with refused(session, guard):
            setattr(row, column, number)
        session.refresh(row)
    row.subject_id = scene.clauses[1]
    session.flush()
