"""A milestone leads to the answer that named it last, whichever consultation it answers and however often corrected."""

from __future__ import annotations

from sqlalchemy.orm import Session

from consult.outcomes import queries
from consult.outcomes.models import Outcome, OutcomeMilestone
from tests.factories import moments
from tests.factories.answers import answered, publish, rename, theme
from tests.factories.scenes import REASON
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment


def test_the_answer_published_last_is_the_newest_not_the_one_of_the_highest_number(session: Session) -> None:
    first = answered(session)
    rename(session, first.scene, first.theme, moments.ANSWERED)
    publish(session, first.scene, 2, reason=REASON, now=moments.ANSWERED)
    other = make_scene(session)
    under = theme(session, other, comment(session, other))
    later = Outcome(
        consultation_id=other.id, number=1, published_at=moments.LATER, publisher_id=other.publisher.user_id,
        reason_ar="", reason_en="", figures={}, content={"themes": [], "notes": [], "decisions": 0},
    )  # fmt: skip
    session.add(later)
    session.flush()
    milestone = first.scene.milestones[0]
    session.add(OutcomeMilestone(outcome_id=later.id, theme_id=under.id, milestone_id=milestone))
    session.flush()
    home = first.scene.commitment
    for found in (
        queries.behind_milestones(session, commitment_id=home.id),
        queries.behind_plan(session, plan_id=home.plan_id),
    ):
        outcome, theme_id = found[milestone]
        assert (outcome.id, outcome.number, theme_id) == (later.id, 1, under.id)
