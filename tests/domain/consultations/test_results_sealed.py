"""Sealed results: chosen in the draft, frozen with the announcement, and no number is read before the end."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import bindparam, literal, select, text

from consult.consultations import queries
from consult.consultations.policies import shows_results, shows_votes
from consult.consultations.policies.capabilities import seals_results, taking_votes
from consult.consultations.queries import shown_voting_on
from consult.consultations.services import cancel, extend
from consult.contributions.queries import is_heard, kept_beside, page, thread
from consult.contributions.services import Anew, revise, vote_on_clause, vote_on_contribution
from consult.orm import UtcDateTime
from consult.shared.state import State
from consult.shared.subjects import Subject, SubjectKind
from consult.votes.queries import own_votes
from tests.domain.refusal import refused
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import LIMITS, NOW, REASON, Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from consult.consultations.models import Activity

SECOND = timedelta(seconds=1)


@pytest.fixture
def sealed(session: Session) -> Scene:
    return make_scene(session, seals_results=True)


def activity(scene: Scene) -> Activity:
    found = taking_votes(scene.consultation.activities, SubjectKind.CLAUSE)
    assert found is not None
    return found


def vote(session: Session, scene: Scene, reference: str) -> None:
    """Let somebody vote on the first clause and on a contribution."""
    voter = person(session)
    given = {"actor": voter, "now": moments.DURING, "choice": "agree"}
    vote_on_clause(session, consultation_id=scene.id, clause_id=scene.clauses[0], **given)  # type: ignore[arg-type]
    vote_on_contribution(session, reference=reference, **given)  # type: ignore[arg-type]
    mine = own_votes(session, consultation_id=scene.id, user_id=voter.user_id)
    assert mine[Subject(SubjectKind.CLAUSE, scene.clauses[0])] == "agree"


def numbers(session: Session, scene: Scene, now: datetime) -> tuple[int, int | None, int | None]:
    """Return the votes for that pages are given on the clause, in the list, and on the page of its first voice."""
    beside = kept_beside(session, consultation_id=scene.id, now=now)[scene.clauses[0]]
    (listed,) = page(session, consultation_id=scene.id, now=now).voices
    (alone,) = thread(session, contribution_id=listed.id, now=now).voices
    return beside.agree, listed.agree, alone.agree


def test_the_draft_says_it_and_the_announcement_freezes_it(session: Session, sealed: Scene) -> None:
    assert activity(sealed).settings == {"results": "sealed-until-closing"}
    assert seals_results(sealed.consultation.activities)
    assert not seals_results(make_scene(session).consultation.activities)
    with refused(session, "activities_frozen"):
        session.execute(
            text("UPDATE activities SET settings = '{}' WHERE id = :id"), {"id": activity(sealed).id}
        )


def test_nobody_is_given_a_number_before_the_closing(session: Session, sealed: Scene) -> None:
    said = comment(session, sealed, clause_id=sealed.clauses[0])
    for now in (moments.DURING, moments.CLOSES - SECOND):
        before = numbers(session, sealed, now)
        assert before == (0, None, None)
    vote(session, sealed, said.reference)
    for now in (moments.DURING, moments.CLOSES - SECOND):
        assert numbers(session, sealed, now) == before
    for now in (moments.CLOSES, moments.AFTER):
        assert numbers(session, sealed, now) == (1, 1, 1)


def test_an_extension_keeps_them_sealed_and_a_cancellation_ends_it(session: Session, sealed: Scene) -> None:
    said = comment(session, sealed, clause_id=sealed.clauses[0])
    vote(session, sealed, said.reference)
    later = moments.CLOSES + timedelta(days=3)
    extend(
        session, actor=sealed.officer, now=moments.DURING, consultation_id=sealed.id, closes_at=later,
        reason=REASON, limits=LIMITS,
    )  # fmt: skip
    assert numbers(session, sealed, moments.CLOSES) == (0, None, None)
    assert numbers(session, sealed, later) == (1, 1, 1)
    cancel(session, actor=sealed.officer, now=moments.CLOSES, consultation_id=sealed.id, reason=REASON)
    assert numbers(session, sealed, moments.CLOSES) == (1, 1, 1)


def test_a_change_does_not_tell_its_author_whether_anybody_voted(session: Session, sealed: Scene) -> None:
    """Where nobody knows of votes, a quick change is told to readers, whether there are any or not."""
    for voted in (False, True):
        said = comment(session, sealed, by=sealed.author, clause_id=sealed.clauses[0])
        if voted:
            vote(session, sealed, said.reference)
        assert is_heard(session, said, now=moments.DURING)
        anew = revise(
            session, actor=sealed.author, now=moments.DURING, reference=said.reference, seen=1,
            anew=Anew(f"Other words {voted}", stance="support"),
        )  # fmt: skip
        assert anew.correction


@pytest.mark.parametrize("seals", [True, False])
@pytest.mark.parametrize("own", [None, moments.DURING + SECOND])
def test_policy_row_and_database_say_the_same(session: Session, own: datetime | None, *, seals: bool) -> None:
    draft = make_scene(session, State.DRAFT, seals_results=seals)
    activity(draft).closes_at = own
    session.flush()
    for asked in (draft, make_scene(session, State.CANCELLED, seals_results=seals)):
        if asked is draft:
            session.execute(
                text("UPDATE consultations SET announced_at = :at WHERE id = :id").bindparams(
                    bindparam("at", moments.ANNOUNCED, UtcDateTime())
                ),
                {"id": asked.id},
            )
            session.expire(asked.consultation)
        row = queries.row_by_slug(session, asked.consultation.slug)
        assert row is not None
        assert (row.sealed_until is not None) is seals
        for now in {*NOW.values(), moments.CLOSES, moments.CLOSES - SECOND, moments.DURING + SECOND}:
            shown = session.scalar(
                select(
                    shown_voting_on(
                        SubjectKind.CLAUSE, literal(asked.id), bindparam("now", now, UtcDateTime())
                    )
                )
            )
            expected = shows_results(asked.consultation, activity(asked), now)
            assert (shown is not None) is expected
            assert shows_votes(row, now) is expected
