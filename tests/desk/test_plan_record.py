"""What sources say of a plan and what comes next: typed at the desk, shown on its public page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import User
from consult.accounts.policies import Actor
from consult.plans.models import Plan
from consult.plans.queries.stated import every_statement, steps
from consult.plans.services import Statement, StepWords, add_step, correct_statement
from consult.shared.state import State
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.plans import keeper, plan
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

SAID = {
    "source_ar": "مصدر مثالي", "source_en": "An example of a source", "dated_on": "\u0661/2/2024", "start_year": "٢٠٢١",
    "end_year": "2025", "period_of": "current", "commitment_count": "6", "counted_by": "nation",
}  # fmt: skip


@pytest.fixture
def there(client: ReviewingClient, committed: Committed, user_of: Callable[[Actor], User], at: At) -> Plan:
    """Return a plan; who keeps it is signed in."""
    with committed() as session:
        made, who = plan(session), keeper(session)
    client.sign_in(user_of(who))
    at(moments.LATER)
    return made


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_plan_statements_stand_side_by_side_in_public(
    client: ReviewingClient, there: Plan, lang: str
) -> None:
    desk, public = f"/{lang}/desk/plans/{there.slug}", f"/{lang}/plans/{there.slug}/"
    assert f"{desk}/statements/new" in client.page(f"{desk}/").source
    assert location(client.submit(f"{desk}/statements/new", SAID)) == f"{desk}/"
    assert location(client.submit_again()) == f"{desk}/"
    other = {
        **SAID,
        "source_ar": "مصدر آخر",
        "source_en": "Another source",
        "end_year": "2023",
        "period_of": "original",
    }
    client.submit(f"{desk}/statements/new", other)
    page = client.page(public).source
    for year in ("2021", "2023", "2025"):
        assert year in page
    assert ("(current period)" if lang == "en" else "(المدة الحالية)") in page
    assert ("as the nation counts" if lang == "en" else "بحسب العدّ الوطني") in page
    assert ("1 February 2024" if lang == "en" else "1 شباط 2024") in page


def test_a_plan_statement_is_corrected_and_withdrawn(
    client: ReviewingClient, committed: Committed, there: Plan
) -> None:
    desk = f"/en/desk/plans/{there.slug}"
    client.submit(f"{desk}/statements/new", SAID)
    with committed() as session:
        first = every_statement(session, plan_id=there.id)[-1].id
    client.submit(f"{desk}/statements/{first}/", {"end_year": "2026"}, action=f"{first}/")
    page = client.page(f"{desk}/").source
    assert "2021–2026" in page
    assert "corrected on" in page
    assert "2021–2025" not in client.page(f"/en/plans/{there.slug}/").source
    with committed() as session:
        second = every_statement(session, plan_id=there.id)[-1].id
    assert location(client.submit(f"{desk}/statements/{second}/", action="withdraw")) == f"{desk}/"
    assert "withdrawn on" in client.page(f"{desk}/").source
    assert client.get(f"{desk}/statements/{second + 1}/").status_code == 404


def test_a_plan_statement_with_something_wrong_keeps_what_was_typed(
    client: ReviewingClient, there: Plan
) -> None:
    desk = f"/en/desk/plans/{there.slug}"
    for wrong, field in (
        ({"start_year": "long ago"}, "start_year"),
        ({"source_ar": "", "source_en": ""}, "source_ar"),
        ({"dated_on": "some day"}, "dated_on"),
        ({"commitment_count": "six"}, "commitment_count"),
    ):
        answer = client.submit(f"{desk}/statements/new", {**SAID, **wrong})
        assert answer.status_code == 422
        assert f'id="{field}-error"' in answer.text
        assert all(value in answer.text for value in wrong.values())


def test_a_correction_meets_another_and_both_are_shown(
    client: ReviewingClient, committed: Committed, there: Plan
) -> None:
    desk = f"/en/desk/plans/{there.slug}"
    client.submit(f"{desk}/statements/new", SAID)
    with committed() as session:
        first = every_statement(session, plan_id=there.id)[-1]
        client.page(f"{desk}/statements/{first.id}/")
        correct_statement(
            session, actor=keeper(session), now=moments.LATER, zone=UTC, plan_id=there.id, statement_id=first.id,
            said=Statement(source_ar="مصدر ثالث", start_year=2022),
        )  # fmt: skip
    answer = client.submit(f"{desk}/statements/{first.id}/", {"end_year": "2027"}, action=f"{first.id}/")
    assert answer.status_code == 422
    assert "مصدر ثالث" in answer.text
    assert "2027" in answer.text
    with committed() as session:
        newest = every_statement(session, plan_id=there.id)[-1]
    assert f'action="{desk}/statements/{newest.id}/"' in answer.text


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_timeline_of_a_plan_says_since_when_notice_is_missed(
    client: ReviewingClient, there: Plan, lang: str
) -> None:
    desk, public = f"/{lang}/desk/plans/{there.slug}", f"/{lang}/plans/{there.slug}/"
    soon, later = (f"{moments.LATER + timedelta(days):%d/%m/%Y}" for days in (3, 40))
    step = {"title_ar": "ورشة", "title_en": "A workshop", "co_creation": "y", "how_en": "In *Irbid*."}
    assert location(client.submit(f"{desk}/steps/new", {**step, "starts_on": later})) == f"{desk}/"
    missed = "was to be published" if lang == "en" else "كان ينبغي نشر الموعد"
    page = client.page(public).source
    assert ("A workshop" if lang == "en" else "ورشة") in page
    assert missed not in page
    client.submit(f"{desk}/steps/new", {**step, "title_en": "Sooner", "title_ar": "أقرب", "starts_on": soon})
    assert missed in client.page(public).source


def test_a_plan_step_is_corrected_removed_and_put_back(
    client: ReviewingClient, committed: Committed, there: Plan
) -> None:
    desk, public = f"/en/desk/plans/{there.slug}", f"/en/plans/{there.slug}/"
    with committed() as session:
        made = add_step(
            session, actor=keeper(session), now=moments.LATER, plan_id=there.id,
            said=StepWords(title_en="A workshop", starts_on=moments.LATER.date() + timedelta(30)),
        )  # fmt: skip
    client.submit(f"{desk}/steps/{made.id}/", {"title_en": "A meeting"}, action=f"{made.id}/")
    assert "A meeting" in client.page(public).source
    with committed() as session:
        newest = steps(session, plan_id=there.id)[-1].id
    client.submit(f"{desk}/steps/{newest}/", action="remove")
    assert "A meeting" not in client.page(public).source
    assert location(client.submit(f"{desk}/", action="restore")) == f"{desk}/"
    assert "A meeting" in client.page(public).source


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_a_plan_without_the_day_of_its_co_creation_says_since_when_that_is_missed(
    client: ReviewingClient, committed: Committed, there: Plan, at: At, lang: str
) -> None:
    assert there.shown_at is not None
    with committed() as session:
        of = make_scene(session, State.OPEN).commitment.plan
        meeting = StepWords(title_en="A meeting", starts_on=moments.CLOSES.date())
        first = add_step(session, actor=keeper(session), now=moments.LATER, plan_id=of.id, said=meeting)
    missed = "does not name the day" if lang == "en" else "لا يذكر الجدول الزمني اليوم"
    at(moments.OPENS - timedelta(days=15))
    assert missed not in client.page(f"/{lang}/plans/{of.slug}/").source
    at(moments.DURING)
    assert missed in client.page(f"/{lang}/plans/{of.slug}/").source
    # Once the day stands there, it is the step that says when it was published.
    fields = {"title_en": "It opens", "title_ar": "تُفتح", "co_creation": "y"}
    client.submit(f"/{lang}/desk/plans/{of.slug}/steps/{first.id}/", fields, action=f"{first.id}/")
    assert missed not in client.page(f"/{lang}/plans/{of.slug}/").source
