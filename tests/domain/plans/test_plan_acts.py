"""What is done with a plan at the desk: by whom, in which order, on which day; and when the public reads of it."""

from __future__ import annotations

from datetime import UTC, date, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import OrganisationKind
from consult.plans import queries, services
from consult.plans.models import Plan, PlanAct, PlanActKind, PlanLevel
from consult.plans.policies import PLAN_ACTS, plan_state, standing_acts
from consult.plans.queries.standing import newest_plan_fact, plan_acts, plan_state_of, plan_states
from consult.plans.services import PlanWords
from consult.record.models import LogEntry
from consult.shared.errors import NotFoundError
from consult.shared.state import PlanState
from tests.domain.refusal import refusals
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import TODAY, begun_plan, coordinator
from tests.factories.texts import organisation

WHY = ("لأن المجلس أقرّها", "The council adopted it")
A, F, R, E, B = (
    PlanActKind.ADOPTED, PlanActKind.BROUGHT_INTO_FORCE, PlanActKind.REFRESHED, PlanActKind.ENDED,
    PlanActKind.TAKEN_BACK,
)  # fmt: skip
WAYS = [
    ([], PlanState.DRAFTING), ([A], PlanState.ADOPTED), ([A, F], PlanState.IN_FORCE), ([A, F, R], PlanState.REFRESHED),
    ([A, F, R, R], PlanState.REFRESHED), ([A, F, R, E], PlanState.ENDED), ([A, E], PlanState.ENDED),
    ([A, B], PlanState.DRAFTING), ([A, F, E, B], PlanState.IN_FORCE), ([A, F, B, B], PlanState.DRAFTING),
    ([A, B, A, F], PlanState.IN_FORCE),
]  # fmt: skip
# What may be done where a plan stands so; the rest is refused.
MAY = {
    PlanState.DRAFTING: {A}, PlanState.ADOPTED: {F, E, B}, PlanState.IN_FORCE: {R, E, B},
    PlanState.REFRESHED: {R, E, B}, PlanState.ENDED: {B},
}  # fmt: skip


@pytest.fixture
def actor(session: Session) -> Actor:
    """Return a coordinator of the site."""
    return coordinator(session)


@pytest.fixture
def plan(session: Session, actor: Actor) -> Plan:
    """Return a plan that was begun at the desk."""
    return begun_plan(session, actor)


def do(
    session: Session, actor: Actor, plan: Plan, kind: PlanActKind, day: date | None = TODAY,
    why: tuple[str, str] = WHY,
) -> PlanAct:  # fmt: skip
    return services.act_on_plan(
        session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan.id, kind=kind, happened_on=day, reason=why
    )


@pytest.mark.parametrize(("kinds", "state"), WAYS)
def test_a_plan_stands_where_its_acts_lead(
    session: Session, actor: Actor, plan: Plan, kinds: list[PlanActKind], state: PlanState
) -> None:
    for kind in kinds:
        do(session, actor, plan, kind)
    assert plan_state(kinds) == state
    assert plan_state_of(session, plan_id=plan.id) == state
    assert plan_states(session, [plan.id]) == {plan.id: state}
    assert [row.kind for row in plan_acts(session, plan_id=plan.id)] == kinds


@pytest.mark.parametrize(("kinds", "state"), WAYS)
def test_what_its_state_does_not_allow_is_refused(
    session: Session, actor: Actor, plan: Plan, kinds: list[PlanActKind], state: PlanState
) -> None:
    for kind in kinds:
        do(session, actor, plan, kind)
    for kind in set(PlanActKind) - MAY[state]:
        assert refusals(partial(do, session, actor, plan, kind)) == {("plan-stands-otherwise", None)}
    for kind in MAY[state]:
        with session.begin_nested() as tried:
            do(session, actor, plan, kind)
            tried.rollback()


def test_taking_back_takes_the_last_that_stands() -> None:
    assert standing_acts([A, F, B, R]) == [A, R]
    assert standing_acts([B]) == []
    assert set(PLAN_ACTS) == set(PlanActKind)


def test_an_act_needs_its_day_and_its_reason(session: Session, actor: Actor, plan: Plan) -> None:
    assert refusals(lambda: do(session, actor, plan, A, None, ("", " "))) == {
        ("write-this", "reason_ar"), ("write-this", "reason_en"), ("write-this", "happened_on"),
    }  # fmt: skip
    to_come = TODAY + timedelta(days=1)
    assert refusals(lambda: do(session, actor, plan, A, to_come)) == {("day-to-come", "happened_on")}
    do(session, actor, plan, A, TODAY - timedelta(days=3))
    before = TODAY - timedelta(days=4)
    assert refusals(lambda: do(session, actor, plan, F, before)) == {("act-before-the-last", "happened_on")}
    do(session, actor, plan, F, TODAY - timedelta(days=3))


def test_the_public_reads_of_a_plan_once_it_is_adopted_and_from_then_on(
    session: Session, actor: Actor, plan: Plan
) -> None:
    def shown() -> bool:
        return plan.slug in {row.slug for row in queries.plans(session)}

    assert not shown()
    do(session, actor, plan, A)
    assert shown()
    do(session, actor, plan, B)
    assert shown()
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE plans SET shown_at = NULL WHERE id = :id"), {"id": plan.id})


def test_the_log_tells_each_act_and_nobodys_name(session: Session, actor: Actor, plan: Plan) -> None:
    do(session, actor, plan, A)
    told = session.scalars(
        select(LogEntry).where(LogEntry.subject == f"plan/{plan.slug}").order_by(LogEntry.id)
    ).all()
    assert [row.kind for row in told] == ["plan-shown", "plan-adopted"]
    assert {row.role for row in told} == {"coordinator"}
    assert told[-1].details == {"happened_on": TODAY.isoformat()}
    assert plan_acts(session, plan_id=plan.id)[0].recorded_by_id == actor.user_id


@pytest.mark.parametrize("change", ["UPDATE plan_acts SET reason_en = 'x'", "DELETE FROM plan_acts"])
def test_an_act_stays(session: Session, actor: Actor, plan: Plan, change: str) -> None:
    do(session, actor, plan, A)
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(change))


def test_only_coordinators_of_the_site_or_the_plan_act_on_it(session: Session, plan: Plan) -> None:
    do(session, coordinator(session, plan.scope), plan, A)
    for role in set(Role) - {Role.COORDINATOR}:
        with pytest.raises(NotFoundError):
            do(session, person(session, (role, "site")), plan, F)
    other = coordinator(session, "plan:another")
    with pytest.raises(NotFoundError):
        do(session, other, plan, F)
    with pytest.raises(NotFoundError):
        begun_plan(session, other)


def begin(session: Session, actor: Actor, **more: object) -> Plan:
    given: dict[str, object] = {
        "slug": "plan-41", "number": 41, "level": PlanLevel.NATIONAL, "body_id": None, "said": PlanWords("خطة", ""),
    }  # fmt: skip
    return services.begin_plan(session, actor=actor, now=DRAFTED, **{**given, **more})  # type: ignore[arg-type]


def test_a_plan_is_begun_once_under_its_address_and_number(session: Session, actor: Actor) -> None:
    begin(session, actor)
    assert refusals(lambda: begin(session, actor, number=42)) == {("plan-slug-taken", "slug")}
    assert refusals(lambda: begin(session, actor, slug="plan-42")) == {("plan-number-taken", "plan_number")}


@pytest.mark.parametrize(
    "slug", ["", "Plan", "خطة", "plan_7", "-plan", "plan-", "a" * 61, "plan 7", "plan/7"]
)
def test_an_address_is_small_latin_letters_digits_and_hyphens(
    session: Session, actor: Actor, slug: str
) -> None:
    assert refusals(lambda: begin(session, actor, slug=slug)) == {("slug-unfit", "slug")}


def test_a_municipal_plan_has_its_municipality_and_a_national_one_none(
    session: Session, actor: Actor
) -> None:
    town = organisation(session, "a-town", OrganisationKind.MUNICIPALITY)
    body = organisation(session, "a-body")
    refused = {("choose-municipality", "municipality")}
    municipal = PlanLevel.MUNICIPAL
    assert refusals(lambda: begin(session, actor, level=municipal)) == refused
    assert refusals(lambda: begin(session, actor, level=municipal, body_id=body.id)) == refused
    assert refusals(lambda: begin(session, actor, body_id=town.id)) == refused
    assert begin(session, actor, level=municipal, body_id=town.id).body_id == town.id


def test_a_number_is_from_one_to_ninety_nine(session: Session, actor: Actor) -> None:
    for number in (None, 0, 100):
        assert refusals(partial(begin, session, actor, number=number)) == {
            ("plan-number-unfit", "plan_number")
        }


def test_who_saves_over_what_they_have_not_seen_is_told(session: Session, actor: Actor, plan: Plan) -> None:
    def save(title: str, seen: int) -> None:
        services.save_plan(
            session, actor=actor, now=DRAFTED, zone=UTC, plan_id=plan.id, said=PlanWords(title, ""),
            happened_on=TODAY, seen=seen,
        )  # fmt: skip

    seen = newest_plan_fact(session, plan_id=plan.id)
    save("الأول", seen)
    assert refusals(lambda: save("الثاني", seen)) == {("edited-meanwhile", None)}
    assert plan.title_ar == "الأول"
    save("الثاني", newest_plan_fact(session, plan_id=plan.id))
    assert plan.title_ar == "الثاني"
