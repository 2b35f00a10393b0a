"""Several bodies lead a commitment together: the first leads, the others have the same rights and stand beside it."""

from __future__ import annotations

from datetime import UTC, date

import pytest
from sqlalchemy.orm import Session

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.organisations.models import Organisation
from consult.plans import services
from consult.plans.models import BodyRole, Commitment
from consult.plans.queries import as_known_on
from consult.plans.queries.bodies import co_leads, co_led_by, led_by, supported_by
from consult.plans.queries.named_by_ids import commitments_named
from consult.plans.queries.scopes import scopes_of
from consult.plans.services import BodyWords
from consult.shared.errors import NotFoundError
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import DELIVERED, TODAY, begun, begun_plan, coordinator
from tests.factories.texts import organisation


@pytest.fixture
def decider(session: Session) -> Actor:
    """Return a coordinator of the site."""
    return coordinator(session)


@pytest.fixture
def lead(session: Session) -> Organisation:
    """Return the body that is named first."""
    return organisation(session)


@pytest.fixture
def beside(session: Session) -> Organisation:
    """Return the body that leads beside it."""
    return organisation(session)


@pytest.fixture
def made(session: Session, decider: Actor, lead: Organisation) -> Commitment:
    """Return a commitment with one lead."""
    return begun(session, decider, lead, begun_plan(session, decider))


def put(
    session: Session,
    decider: Actor,
    made: Commitment,
    body: Organisation,
    role: BodyRole,
    *,
    holds: bool = True,
) -> None:
    services.set_body(
        session, actor=decider, now=DRAFTED, zone=UTC, commitment_id=made.id, organisation_id=body.id, role=role,
        holds=holds, happened_on=TODAY, said=BodyWords("سبب", "A reason"),
    )  # fmt: skip


def write(session: Session, actor: Actor, made: Commitment) -> None:
    services.save_milestone(
        session, actor=actor, now=DRAFTED, zone=UTC, commitment_id=made.id, milestone_id=None, said=DELIVERED
    )


def test_a_joint_lead_has_the_rights_of_the_lead_while_it_is_one(
    session: Session, decider: Actor, lead: Organisation, beside: Organisation, made: Commitment
) -> None:
    officer = person(session, (Role.OFFICER, beside.scope))
    with pytest.raises(NotFoundError):
        write(session, officer, made)
    put(session, decider, made, beside, BodyRole.CO_LEAD)
    assert (made.lead_id, scopes_of(session, made)) == (
        lead.id, [made.plan.scope, lead.scope, beside.scope],
    )  # fmt: skip
    write(session, officer, made)
    assert list(commitments_named(session, lead_ids=[beside.id])) == [made.id]
    put(session, decider, made, beside, BodyRole.CO_LEAD, holds=False)
    with pytest.raises(NotFoundError):
        write(session, officer, made)
    assert list(commitments_named(session, lead_ids=[beside.id])) == []


def test_a_supporting_body_has_none_of_them(
    session: Session, decider: Actor, beside: Organisation, made: Commitment
) -> None:
    put(session, decider, made, beside, BodyRole.SUPPORTING)
    assert beside.scope not in scopes_of(session, made)
    assert list(supported_by(session, organisation_id=beside.id)) == [made]


def test_who_takes_the_lead_is_no_joint_lead_beside_it(
    session: Session, decider: Actor, lead: Organisation, beside: Organisation, made: Commitment
) -> None:
    put(session, decider, made, beside, BodyRole.CO_LEAD)
    assert co_leads(session, [made.id]) == {made.id: [(beside.name_ar, beside.name_en)]}
    assert list(co_led_by(session, organisation_id=beside.id)) == [made]
    put(session, decider, made, beside, BodyRole.LEAD)
    assert co_leads(session, [made.id]) == {}
    assert (list(co_led_by(session, organisation_id=beside.id)), list(led_by(session, organisation_id=beside.id))) == (
        [], [made],
    )  # fmt: skip
    assert scopes_of(session, made) == [made.plan.scope, beside.scope]
    assert lead.scope not in scopes_of(session, made)


def test_joint_leads_are_told_as_they_were_known_on_a_day(
    session: Session, decider: Actor, lead: Organisation, beside: Organisation, made: Commitment
) -> None:
    put(session, decider, made, beside, BodyRole.CO_LEAD)
    plan = as_known_on(session, date(2030, 1, 1), plan_id=made.plan_id, zone=UTC)
    assert plan is not None
    (known,) = plan.commitments
    assert (known.commitment.lead, known.co_leads, known.supporting) == (
        (lead.name_ar, lead.name_en), ((beside.name_ar, beside.name_en),), (),
    )  # fmt: skip
