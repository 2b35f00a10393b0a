"""What arrived before a cancellation and waited for it is judged by it; what came before the closing came in time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from consult.consultations import services as consultations
from consult.consultations.errors import StateError
from consult.consultations.policies import judged_at
from consult.contributions.errors import NotNowError
from consult.contributions.models import Contribution
from consult.contributions.services import Anew, revise, take_back_vote, vote_on_clause, withdraw
from consult.outcomes import services as answering
from consult.shared.subjects import Subject, SubjectKind
from tests.factories import moments
from tests.factories.inviting import invited, told
from tests.factories.letters import letter
from tests.factories.organisations import verified
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import clarification, comment, translation

ARRIVED = moments.DURING + timedelta(hours=1)
CANCELLED = ARRIVED + timedelta(seconds=5)

Write = Callable[[Session, Scene, Contribution], object]


def _clause(scene: Scene) -> Subject:
    return Subject(SubjectKind.CLAUSE, scene.clauses[0])


WRITES: dict[str, Write] = {
    "submit": lambda session, scene, _said: comment(session, scene, now=ARRIVED),
    "revise": lambda session, scene, said: revise(
        session, actor=scene.author, now=ARRIVED, reference=said.reference, anew=Anew("Other words"), seen=1
    ),
    "withdraw": lambda session, scene, said: withdraw(
        session, actor=scene.author, now=ARRIVED, reference=said.reference
    ),
    "vote": lambda session, scene, _said: vote_on_clause(
        session, actor=scene.author, now=ARRIVED, consultation_id=scene.id, clause_id=scene.clauses[0], choice="agree"
    ),
    "take a vote back": lambda session, scene, _said: take_back_vote(
        session, actor=scene.author, now=ARRIVED, consultation_id=scene.id, subject=_clause(scene)
    ),
    "clarify": lambda session, scene, said: clarification(session, scene, said, now=ARRIVED),
    "translate": lambda session, scene, said: translation(session, scene, said, now=ARRIVED),
    "key in": lambda session, scene, _said: letter(session, scene, now=ARRIVED),
    "invite": lambda session, scene, _said: invited(session, scene, verified(session)[0].slug, now=ARRIVED),
    "tell": lambda session, scene, _said: told(session, scene, now=ARRIVED),
}  # fmt: skip


@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES)
def test_what_waited_for_a_cancellation_is_refused(session: Session, scene: Scene, write: Write) -> None:
    said = comment(session, scene, by=scene.author)
    with session.begin_nested() as undone:
        write(session, scene, said)
        undone.rollback()
    consultations.cancel(session, actor=scene.officer, now=CANCELLED, consultation_id=scene.id, reason=REASON)
    with pytest.raises((StateError, NotNowError)) as refused:
        write(session, scene, said)
    assert refused.value.values["state"] == "cancelled"


def test_work_on_the_answer_that_waited_for_a_cancellation_is_refused(session: Session, scene: Scene) -> None:
    consultations.cancel(
        session, actor=scene.officer, now=moments.LATER, consultation_id=scene.id, reason=REASON
    )
    with pytest.raises(StateError) as refused:
        answering.add_theme(
            session,
            actor=scene.moderator,
            now=moments.AFTER,
            consultation_id=scene.id,
            title=("موضوع", "A theme"),
        )
    assert refused.value.values["state"] == "cancelled"


def test_the_closing_is_judged_by_the_arrival_alone(scene: Scene) -> None:
    asked = scene.consultation
    assert judged_at(asked, moments.DURING) == moments.DURING
    assert judged_at(asked, moments.AFTER) == moments.AFTER
    # It was not announced yet when it arrived.
    assert judged_at(asked, moments.DRAFTED) == asked.announced_at
