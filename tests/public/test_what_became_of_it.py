"""The journey of a voice, the list of voices and the plan say what became of what was said."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from consult.plans import services
from consult.plans.models import MilestoneStatus
from consult.plans.services import ProgressWords
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.promises import coordinator
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


@pytest.fixture
def done(committed: Committed, at: At) -> Answered:
    """Return an answered consultation, seen after its answer."""
    with committed() as session:
        made = answered(session)
    at(moments.LATER)
    return made


def test_a_journey_ends_in_the_words_and_the_milestone(client: ReviewingClient, done: Answered) -> None:
    page = client.page(f"/en/contributions/{done.comment.reference}").source
    order = [
        "On clause 1",
        "It arrived",
        "put under a theme",
        "It was answered",
        "The words changed",
        "delivers it",
    ]
    assert sorted(order, key=page.index) == order
    assert "Answered, and the words changed" in page
    assert "Compare version 1 with version 2" in page
    assert 'class="status' in page
    assert "Amman time" in page.split('class="receipt"')[1]


def test_a_voice_without_an_answer_says_only_where_its_consultation_stands(
    client: ReviewingClient, done: Answered
) -> None:
    assert "Answered, and" not in client.page(f"/en/contributions/{done.hidden.reference}").source


def test_the_list_keeps_the_contents_of_the_text(client: ReviewingClient, done: Answered) -> None:
    path = f"/en/consultations/{done.scene.consultation.slug}/contributions/"
    assert 'aria-current="true"><span>Everything' in client.page(path).source
    chosen = client.page(f"{path}?clause={done.scene.clauses[0]}").source
    assert 'aria-current="true"><span class="num">1</span>' in chosen
    assert done.comment.reference in chosen
    other = client.page(f"{path}?clause={done.scene.clauses[1]}").source
    assert done.comment.reference not in other


def test_the_outcome_counts_the_changed_clauses(client: ReviewingClient, done: Answered) -> None:
    assert (
        "1 clause changed."
        in client.page(f"/en/consultations/{done.scene.consultation.slug}/outcome/").source
    )


@pytest.mark.parametrize("number", [0, -1, 2, 2**31 - 1, 2**31, 2**70])
def test_an_outcome_has_no_version_of_another_number(
    client: ReviewingClient, done: Answered, number: int
) -> None:
    path = f"/en/consultations/{done.scene.consultation.slug}/outcome/"
    assert client.get(f"{path}?version=1").status_code == 200
    assert client.get(f"{path}?version={number}").status_code == 404
    assert client.get(f"{path}themes/{done.theme.id}/?version={number}").status_code == 404


def test_a_plan_stands_among_all_plans(client: ReviewingClient, done: Answered) -> None:
    plan = done.scene.commitment.plan
    page = client.page(f"/en/plans/{plan.slug}/").source.split('id="plans"')[1]
    assert f'href="/en/plans/{plan.slug}/" aria-current="page"' in page
    assert page.count('aria-current="page"') == 1


def test_what_has_not_happened_yet_is_ahead(
    client: ReviewingClient, committed: Committed, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    page = client.page(f"/en/contributions/{said.reference}").source
    knots = re.findall(r'<li class="(knot-[^"]*)"', page)
    assert [knot.strip() for knot in knots] == [
        "knot-voice", "knot-voice ahead", "knot-theme coming ahead", "knot-answer coming",
    ]  # fmt: skip
    assert "It will be answered with a reason, by" in page
    at(asked.consultation.answer_due_at + moments.TICK)
    assert "The answer is late: it was due on" in client.page(f"/en/contributions/{said.reference}").source


def test_a_journey_and_an_outcome_say_where_the_milestone_stands_today(
    client: ReviewingClient, done: Answered, committed: Committed, at: At
) -> None:
    with committed() as session:
        milestone = done.scene.commitment.milestones[0]
        keeper = coordinator(session)
        services.report_progress(
            session, actor=keeper, now=moments.LATER, zone=UTC, milestone_id=milestone.id,
            said=ProgressWords(MilestoneStatus.IN_PROGRESS, moments.LATER.date(), done_en="Begun"),
        )  # fmt: skip
    at(datetime(2031, 1, 5, tzinfo=UTC))
    slug, day = done.scene.consultation.slug, "as of 26 May 2026"
    for path in (f"/en/contributions/{done.comment.reference}", f"/en/consultations/{slug}/outcome/"):
        page = client.page(path).source
        assert f"#milestone-{milestone.id}" in page
        assert day in page
        assert "No update for more than a year, since 26 May 2026." in page
        assert "not reported." in page
