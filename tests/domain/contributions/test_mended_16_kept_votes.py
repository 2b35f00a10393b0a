"""Votes that waited in several browsers: whatever the order in which they are recorded, the one pressed last stands."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.services.kept_votes import keep_vote, record_vote
from consult.votes.models import KeptVote
from tests.factories import moments
from tests.factories.scenes import Scene


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
