"""Plans, commitments and public bodies at the desk: their forms, what they say of what is wrong, and a lost answer."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.organisations.queries import in_any_standing
from consult.plans import services
from consult.plans.models import Commitment, CommitmentAct, CommitmentActKind, Plan, PlanAct, SmartTest
from consult.plans.services import CommitmentWords
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.people import person
from tests.factories.promises import begun, begun_plan, coordinator, written
from tests.factories.texts import organisation
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

PLAN = "/en/desk/plans/plan-1/"
DAY = "01/03/2026"
REASON = {"happened_on": DAY, "reason_ar": "سبب", "reason_en": "A reason"}


@pytest.fixture
def actor(committed: Committed, client: ReviewingClient, at: At) -> Actor:
    """Return a coordinator of the site, who has signed in."""
    at(moments.DRAFTED)
    with committed() as session:
        made = person(session, (Role.COORDINATOR, SITE))
        user = session.get(User, made.user_id)
        assert user is not None
    client.sign_in(user)
    return made


@pytest.fixture
def made(committed: Committed, actor: Actor) -> str:
    """Return the address of a commitment that lacks everything."""
    with committed() as session:
        there = begun(session, actor, organisation(session), begun_plan(session, actor))
        return f"/en/desk/plans/{there.plan.slug}/commitments/{there.number}/"


def count(
    committed: Committed, model: type[Plan | PlanAct | Commitment | CommitmentAct | Organisation]
) -> int:
    with committed() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_an_empty_installation_leads_to_the_first_plan(client: ReviewingClient, actor: Actor) -> None:
    page = client.page("/en/desk/plans/")
    assert "No plan yet" in page.source
    sent = {"slug": "plan-1", "plan_number": "1", "title_en": "The first plan"}
    answer = client.submit("/en/desk/plans/new", sent)
    assert location(answer) == PLAN
    assert "not public yet" in client.page(PLAN).source
    assert client.get("/en/plans/plan-1/").status_code == 404
    del actor


def test_a_plan_that_cannot_be_begun_keeps_what_was_typed(client: ReviewingClient, actor: Actor) -> None:
    typed = {"slug": "Plan 1", "plan_number": "many", "title_en": ""}
    answer = client.submit("/en/desk/plans/new", typed)
    assert answer.status_code == 422
    for words in (
        "Write small Latin letters",
        "Write a number from 1 to 99",
        'value="Plan 1"',
        'value="many"',
    ):
        assert words in answer.text
    del actor


def test_a_plan_begun_twice_by_a_lost_answer_is_one(
    client: ReviewingClient, actor: Actor, committed: Committed
) -> None:
    first = client.submit("/en/desk/plans/new", {"slug": "plan-1", "plan_number": "1", "title_en": "A plan"})
    again = client.submit_again()
    assert (first.status_code, again.status_code) == (303, 303)
    assert location(again) == location(first)
    assert count(committed, Plan) == 1
    del actor


def test_an_act_says_what_it_does_and_is_done_once(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    plan = made.partition("commitments/")[0]
    page = client.page(f"{plan}act/adopted")
    assert "The public reads the plan" in page.source
    first = client.submit(f"{plan}act/adopted", REASON)
    again = client.submit_again()
    assert location(first) == location(again) == plan
    assert count(committed, PlanAct) == 1
    assert client.get(f"{plan}act/adopted").status_code == 404
    del actor


def test_submitting_lists_what_is_missing_and_leads_to_it(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    answer = client.submit(f"{made}act/submitted", REASON)
    assert answer.status_code == 422
    assert "7 things are missing" in answer.text
    assert f'href="{made}template#problem_ar"' in answer.text
    assert f'href="{made}milestones/new"' in answer.text
    assert "A reason" in answer.text
    assert count(committed, CommitmentAct) == 0
    del actor


def test_a_whole_commitment_is_submitted_and_adopted(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    with committed() as session:
        there = session.scalars(select(Commitment)).one()
        written(session, actor, there)
    assert location(client.submit(f"{made}act/submitted", REASON)) == made
    assert location(client.submit(f"{made}act/adopted", REASON)) == made
    assert client.get(made.replace("/desk", "")).status_code == 200


def test_a_template_saved_meanwhile_shows_both(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    path = f"{made}template"
    client.submit(path, {"problem_en": "The first words"})
    target, typed = client.last
    answer = client.post(
        target, data={**typed, "problem_en": "Other words", "seen": "0", "once": "x" * 22},
        headers={"Sec-Fetch-Site": "same-origin"},
    )  # fmt: skip
    assert answer.status_code == 422
    assert "The first words" in answer.text
    assert "Other words" in answer.text
    del actor, committed


def test_a_body_is_entered_and_described(client: ReviewingClient, actor: Actor, committed: Committed) -> None:
    typed = {
        "kind": "municipality", "name_ar": "بلدية الاختبار", "name_en": "Municipality of the test", "slug": "a-town",
    }  # fmt: skip
    assert location(client.submit("/en/desk/organisations/new", typed)) == "/en/desk/organisations/"
    assert client.submit("/en/desk/organisations/new", typed).status_code == 422
    client.submit("/en/desk/organisations/a-town/about", {"about_en": "A town."})
    with committed() as session:
        body = in_any_standing(session, "a-town")
        assert body is not None
        assert (body.standing, body.about_en) == ("verified", "A town.")
    # It can have a plan of its own.
    assert "Municipality of the test" in client.page("/en/desk/plans/new").source
    del actor


def test_plan_bodies_get_another_name_and_the_public_reads_the_former(
    client: ReviewingClient, actor: Actor, committed: Committed
) -> None:
    with committed() as session:
        slug = organisation(session).slug
        was = f"Body {slug}"
    address = f"/en/desk/organisations/{slug}/name"
    assert address in client.page("/en/desk/organisations/").source
    typed = {
        "name_ar": "هيئة جديدة",
        "name_en": "New authority",
        "happened_on": "٢/٢/٢٠٢٦",
        "reason_en": "A new law",
    }
    answer = client.submit(address, {**typed, "happened_on": "31/2/2026"})
    assert answer.status_code == 422
    assert "A new law" in answer.text
    assert location(client.submit(address, typed)) == address
    for page in (address, f"/en/organisations/{slug}/"):
        text = client.page(page).source
        assert all(words in text for words in ("New authority", was, "Until 2 February 2026", "A new law"))
    assert "حتى 2 شباط 2026" in client.page(f"/ar/organisations/{slug}/").source
    del actor


def test_a_coordinator_of_one_plan_keeps_that_one_alone(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    with committed() as session:
        other = begun_plan(session, actor)
        own = coordinator(session, other.scope)
        user = session.get(User, own.user_id)
        assert user is not None
        mine = f"/en/desk/plans/{other.slug}/"
    client.sign_in(user)
    assert client.get(f"{mine}edit").status_code == 200
    assert client.get(mine).status_code == 200
    theirs = made.partition("commitments/")[0]
    # Nothing on it leads to what is not theirs.
    assert "commitments/new" in client.page(mine).source
    assert "commitments/new" not in client.page(theirs).source
    for ending in ("edit", "act/adopted", "commitments/new"):
        assert client.get(f"{theirs}{ending}").status_code == 404
    assert client.get("/en/desk/plans/new").status_code == 404


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "No other plan has a commitment"), ("ar", "لا التزام في خطة أخرى")]
)
def test_a_commitment_of_the_first_plan_has_nothing_to_carry_on_and_the_page_says_so(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str, lang: str, told: str
) -> None:
    page = client.page(made.replace("/en/", f"/{lang}/") + "carried").source
    assert told in page
    assert "<select" not in page
    with committed() as session:
        begun(session, actor, organisation(session), begun_plan(session, actor))
    page = client.page(made.replace("/en/", f"/{lang}/") + "carried").source
    assert told not in page
    assert "<select" in page


def test_commitment_tests_and_what_it_carries_on_stand_on_both_pages(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    with committed() as session:
        other = begun(session, actor, organisation(session), begun_plan(session, actor))
        earlier, theirs = str(other.id), f"/en/desk/plans/{other.plan.slug}/commitments/{other.number}/"
    assert location(client.submit(f"{made}tests", {"passed": "measurable", "seen": "0"})) == made
    assert client.submit(f"{made}carried", {"earlier": "", "way": "carries"}).status_code == 422
    unsaid = client.submit(f"{made}carried", {"earlier": earlier, "way": "sideways"})
    assert unsaid.status_code == 422
    assert "Choose one of these." in unsaid.text
    assert location(client.submit(f"{made}carried", {"earlier": earlier, "way": "carries"})) == made
    page = client.page(made).source
    assert "1 March 2026, " in page
    assert theirs in page
    assert made in client.page(theirs).source
    late = client.submit(f"{made}tests", {"passed": "specific", "seen": "0"})
    assert late.status_code == 422
    assert location(client.submit(f"{made}carried", {"earlier": earlier, "way": "ends"})) == made
    assert theirs not in client.page(made).source


def test_commitment_tests_are_public_once_it_is_adopted_and_what_it_carries_on_where_both_are(
    client: ReviewingClient, actor: Actor, committed: Committed
) -> None:
    with committed() as session:
        lead = organisation(session)
        there = written(session, actor, begun(session, actor, lead))
        other = begun(session, actor, lead, begun_plan(session, actor))
        address = f"/en/plans/{there.plan.slug}/commitments/{there.number}/"
        theirs = f"/en/plans/{other.plan.slug}/commitments/{other.number}/"
        services.tick_tests(
            session, actor=actor, now=moments.DRAFTED, commitment_id=there.id, passed={SmartTest.RELEVANT}, seen=0
        )  # fmt: skip
        services.carry_over(
            session, actor=actor, now=moments.DRAFTED, commitment_id=there.id, from_id=other.id, holds=True
        )
        services.show_commitments(session, now=moments.DRAFTED, commitments=[there])
        ids = there.id, other.id
    page = client.page(address).source
    assert "Relevant: " not in page
    assert theirs not in page
    with committed() as session:
        for kind in (CommitmentActKind.SUBMITTED, CommitmentActKind.ADOPTED):
            services.act_on_commitment(
                session, actor=actor, now=moments.DRAFTED, zone=UTC, commitment_id=ids[0], kind=kind,
                happened_on=moments.DRAFTED.date(), reason=("سبب", "A reason"),
            )  # fmt: skip
        again = session.get(Commitment, ids[1])
        assert again is not None
        services.show_commitments(session, now=moments.DRAFTED, commitments=[again])
    page = client.page(address).source
    assert "Relevant: " in page
    assert theirs in page
    assert address in client.page(theirs).source
    assert "1 March 2026, " in page


def test_plan_order_is_changed_by_buttons(
    client: ReviewingClient, actor: Actor, committed: Committed
) -> None:
    with committed() as session:
        plan = begun_plan(session, actor)
        for number in ("1", "2"):
            services.begin_commitment(
                session, actor=actor, now=moments.DRAFTED, plan_id=plan.id, number=number,
                said=CommitmentWords("التزام", f"Promise {number}"), lead=organisation(session),
            )  # fmt: skip
        address = f"/en/desk/plans/{plan.slug}/"
    page = client.page(address).source
    assert page.count("Move up") == page.count("Move down") == 1
    assert location(client.submit(address, action="/commitments/2/move/up")).startswith(address)
    page = client.page(address).source
    assert page.index("Promise 2") < page.index("Promise 1")
    assert client.get(f"{address}commitments/2/move/sideways").status_code == 404


def test_a_body_leads_together_with_another_and_the_public_reads_it(
    client: ReviewingClient, actor: Actor, committed: Committed, made: str
) -> None:
    with committed() as session:
        beside = organisation(session)
        there = session.scalars(select(Commitment)).one()
        services.show_commitments(session, now=moments.DRAFTED, commitments=[there])
        body = {"organisation": str(beside.id), "happened_on": DAY}
    assert location(client.submit(f"{made}body", {**body, "role": "co-lead"})) == made
    told = f"{beside.name_en} leads it together with others"
    assert told in client.page(made).source
    public = made.replace("/desk", "")
    assert told in client.page(public).source
    assert "Together with:" in client.page(public).source
    assert beside.name_en in client.page(public.partition("commitments/")[0]).source
    assert location(client.submit(f"{made}body", {**body, "role": "leads-no-longer"})) == made
    assert "Together with:" not in client.page(public).source
    del actor
