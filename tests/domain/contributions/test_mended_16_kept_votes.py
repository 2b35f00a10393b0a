"""Votes that waited in several browsers: whatever the order in which they are recorded, the one pressed last stands."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.errors import NotNowError
from consult.contributions.services.kept_votes import keep_vote, record_vote
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.models import KeptVote
from consult.votes.queries import own_votes
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene


def test_of_two_presses_that_waited_the_later_one_stands(session: Session, scene: Scene) -> None:
    author, clause = scene.author, scene.clauses[0]
    ids = []
    for token, choice, hours in (("one", "agree", 3), ("two", "pass", 2)):
        keep_vote(
            session, now=moments.CLOSES - timedelta(hours=hours), consultation_id=scene.id, clause_id=clause,
            choice=choice, token=token,
        )  # fmt: skip
        ids.append(session.scalars(select(KeptVote.id).order_by(KeptVote.id.desc())).first())
    late = moments.CLOSES + timedelta(hours=2)
    stood = [
        record_vote(session, actor=author, now=late, vote_id=vote_id or 0, grace_hours=48, token=token)[1]
        for vote_id, token in ((ids[1], "two"), (ids[0], "one"))
    ]
    assert stood == ["pass", "pass"]


def test_a_vote_that_waited_is_recorded_no_more_once_its_voter_saw_the_numbers(session: Session) -> None:
    asked = make_scene(session, seals_results=True)
    clause, early = asked.clauses[0], moments.CLOSES - timedelta(hours=3)
    tokens = [
        keep_vote(session, now=early, consultation_id=asked.id, clause_id=clause, choice=choice)
        for choice in ("agree", "disagree")
    ]
    ids = list(session.scalars(select(KeptVote.id).order_by(KeptVote.id)))
    given = {"actor": asked.author, "grace_hours": 48}
    record_vote(session, **given, now=early, vote_id=ids[0], token=tokens[0])  # type: ignore[arg-type]
    with pytest.raises(NotNowError):
        record_vote(session, **given, now=moments.CLOSES, vote_id=ids[1], token=tokens[1])  # type: ignore[arg-type]
    found = own_votes(session, consultation_id=asked.id, user_id=asked.author.user_id)
    assert found == {Subject(SubjectKind.CLAUSE, clause): "agree"}
