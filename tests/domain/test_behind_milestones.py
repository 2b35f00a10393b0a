"""A milestone leads to the answer that named it last, whichever consultation it answers and however often corrected."""

from __future__ import annotations

from datetime import UTC, date
from typing import TYPE_CHECKING

from flask import g
from flask_babel import force_locale
from sqlalchemy.orm import Session

from consult.desk.answers.forms import answer_form
from consult.outcomes import queries
from consult.outcomes.models import Outcome, OutcomeMilestone, Response, ResponseMilestone
from consult.plans import services
from consult.plans.models import RecordedMilestone
from consult.shared.state import State
from tests.domain.refusal import refusals
from tests.factories import moments
from tests.factories.answers import answered, publish, rename, respond, theme
from tests.factories.promises import coordinator
from tests.factories.scenes import REASON
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask


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


def test_a_milestone_that_was_withdrawn_is_named_by_no_answer_anew(session: Session) -> None:
    made = make_scene(session, State.CLOSED)
    under, other = theme(session, made, comment(session, made)), theme(session, made)
    gone, stays = made.milestones
    respond(session, made, under, milestones=[gone])
    services.withdraw(
        session, actor=coordinator(session), now=moments.AFTER, zone=UTC, milestone_id=gone,
        happened_on=moments.AFTER.date(), reason=REASON,
    )  # fmt: skip
    # What names it already may be saved again; what does not is refused at its field.
    respond(session, made, under, milestones=[gone, stays])
    assert refusals(lambda: respond(session, made, other, milestones=[gone])) == {
        ("names-withdrawn", "milestones")
    }
    respond(session, made, under, milestones=[stays])
    assert refusals(lambda: respond(session, made, under, milestones=[gone])) == {
        ("names-withdrawn", "milestones")
    }


def test_answers_offer_a_withdrawn_milestone_only_where_they_name_it_already(
    app: Flask,
) -> None:
    rows = [
        RecordedMilestone(
            nth, "مرحلة", "A milestone", date(2027, 1, 1), "not_started", None, withdrawn=nth == 2
        )
        for nth in (1, 2)
    ]
    saved = Response(outcome="accepted", reason_ar="", reason_en="", revision=1)
    saved.milestones.append(ResponseMilestone(milestone_id=2))
    with app.test_request_context("/en/"), force_locale("en"):
        g.language = "en"
        offered = [
            [choice.value for choice in answer_form([], rows, response).milestones.choices or ()]
            for response in (None, saved)
        ]
    assert offered == [["1"], ["1", "2"]]
