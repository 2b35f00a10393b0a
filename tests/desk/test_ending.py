"""Ending a standing at the desk: what hangs on it, a second person, taking back, restoring, and the mails."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.jobs.delivery import deliver_due
from consult.organisations.models import Organisation, Standing
from tests.client import ReviewingClient, location
from tests.desk.conftest import shows_no_form, too_late
from tests.desk.test_organisations import DESK, SAID, standing
from tests.factories import moments
from tests.factories.organisations import again, coordinator, verified
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.jobs.test_delivery import mails, text
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]


@pytest.fixture
def body(committed: Committed) -> tuple[Organisation, Actor]:
    """Return an organisation that may speak, and who speaks for it."""
    with committed() as session:
        return verified(session)


@pytest.fixture
def two(client: ReviewingClient, committed: Committed, user_of: UserOf) -> tuple[Actor, Actor]:
    """Return two coordinators, of whom the first is signed in."""
    with committed() as session:
        first, second = coordinator(session), coordinator(session)
    client.sign_in(user_of(first))
    return first, second


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_ending_is_asked_confirmed_and_restored(
    client: ReviewingClient, app: Flask, committed: Committed, body: tuple[Organisation, Actor],
    two: tuple[Actor, Actor], user_of: UserOf, lang: str,
) -> None:  # fmt: skip
    organisation, representative = body
    desk = f"/{lang}/desk/organisations"
    path = f"{desk}/{organisation.slug}"
    assert client.submit(f"{path}/end", {"reason_ar": "نصف"}, action="/end").status_code == 422
    assert location(client.submit(f"{path}/end", SAID, action="/end")) == f"{path}/end/confirm"
    assert standing(committed, organisation.slug) == Standing.VERIFIED
    own = client.page(f"{path}/end/confirm").source
    assert 'action="' + f"{path}/end/take-back" in own
    assert f'action="{path}/end/confirm"' not in own
    shows_no_form(client.page(f"{path}/end"))
    client.sign_in(user_of(two[1]))
    assert f"{path}/end/confirm" in client.page(f"{desk}/endings").source
    assert location(client.submit(f"{path}/end/confirm", action="/end/confirm")) == f"{desk}/endings"
    assert standing(committed, organisation.slug) == Standing.ENDED
    assert too_late(client).status_code == 422
    shows_no_form(client.page(f"{path}/end/confirm"))
    assert f"{path}/restore" in client.page(f"{desk}/endings").source
    assert location(client.submit(f"{path}/restore", SAID, action="/restore")) == f"{desk}/endings"
    assert standing(committed, organisation.slug) == Standing.VERIFIED
    shows_no_form(client.page(f"{path}/restore"))
    with committed() as session:
        assert organisation.slug in again(session, representative).organisations
    deliver_due(app)
    told = [mail["To"] for mail in mails(app) if REASON[0] in text(mail) or REASON[1] in text(mail)]
    assert {two[0].email, two[1].email, representative.email} <= set(told)


def test_ending_is_taken_back_by_who_asked(
    client: ReviewingClient, committed: Committed, body: tuple[Organisation, Actor], two: tuple[Actor, Actor]
) -> None:
    assert two
    path = f"{DESK}/{body[0].slug}"
    client.submit(f"{path}/end", SAID, action="/end")
    assert location(client.submit(f"{path}/end/confirm", action="/take-back")) == f"{DESK}/endings"
    assert standing(committed, body[0].slug) == Standing.VERIFIED
    assert too_late(client).status_code == 422


def test_an_administrator_comes_second_where_there_is_one_coordinator(
    client: ReviewingClient, committed: Committed, body: tuple[Organisation, Actor], user_of: UserOf
) -> None:
    with committed() as session:
        administrator = person(session, (Role.ADMINISTRATOR, SITE))
        only = coordinator(session)
    client.sign_in(user_of(only))
    path = f"{DESK}/{body[0].slug}"
    client.submit(f"{path}/end", SAID, action="/end")
    client.sign_in(user_of(administrator))
    assert f"{DESK}/endings" in client.page("/en/desk/").source
    page = client.page(f"{path}/end/confirm").source
    # The coordinator who verified the body is another one.
    assert "Another coordinator is there to confirm it." in page


@pytest.mark.usefixtures("two")
def test_ending_of_what_is_not_there(client: ReviewingClient) -> None:
    for path in ("none/end", "none/end/confirm", "none/restore"):
        assert client.get(f"{DESK}/{path}").status_code == 404


@pytest.mark.usefixtures("two")
def test_ending_lists_what_hangs_on_it(client: ReviewingClient, asked: Scene, at: At) -> None:
    at(moments.DURING)
    page = client.page(f"{DESK}/{asked.organisation.slug}/end").source
    assert f'href="/en/plans/{asked.commitment.plan.slug}/commitments/{asked.commitment.number}/"' in page
    assert f'href="/en/consultations/{asked.consultation.slug}/"' in page
    assert "agency officer" in page
