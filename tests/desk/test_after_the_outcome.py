"""Who reads requests to erase at the desk, and what it says that the next version of an outcome must do."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.models import Role, User
from consult.accounts.policies import Actor
from consult.contributions.models import Contribution
from consult.moderation.models import ModerationDecision
from consult.moderation.services import ask_erasure
from consult.outcomes.services import restore
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.answers import answered, respond
from tests.factories.people import person
from tests.factories.scenes import REASON, Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
WORDS = "Words that must not be kept"


@pytest.fixture
def said(asked: Scene, committed: Committed, at: At) -> Contribution:
    """Return a contribution of the open consultation."""
    at(moments.DURING)
    with committed() as session:
        return comment(session, asked, by=asked.author, body=WORDS)


def test_where_the_author_asked_the_ground_stands_ready(
    client: ReviewingClient, asked: Scene, said: Contribution, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
    client.sign_in(user_of(asked.moderator))
    done = client.submit(f"/en/desk/contributions/{said.reference}/erasure", action="/erase")
    assert done.status_code == 303
    with committed() as session:
        decision = session.scalars(select(ModerationDecision)).one()
        assert (decision.rule, decision.reason_en) == (None, "Erased because its author asked for it.")


def test_a_refusal_needs_an_answer(
    client: ReviewingClient, asked: Scene, said: Contribution, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
    deciding = f"/en/desk/contributions/{said.reference}/erasure"
    client.sign_in(user_of(asked.moderator))
    assert client.submit(deciding, {"answer": ""}, action="/refuse-erasure").status_code == 422
    done = client.submit(deciding, {"answer": "It breaks no rule."}, action="/refuse-erasure")
    assert done.status_code == 303
    page = client.page(location(done)).source
    assert "Refused" in page
    assert "It breaks no rule." in page
    assert WORDS in client.page(f"/en/contributions/{said.reference}").source


def test_requests_are_for_moderators_of_the_body_alone(
    client: ReviewingClient, asked: Scene, said: Contribution, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        ask_erasure(session, actor=asked.author, now=moments.DURING, reference=said.reference)
        elsewhere = person(session, (Role.MODERATOR, "organisation:elsewhere"))
        both = person(session, (Role.MODERATOR, asked.organisation.scope))
        own = comment(session, asked, by=both)
        ask_erasure(session, actor=both, now=moments.DURING, reference=own.reference)
    addresses = [
        f"/en/desk/consultations/{asked.consultation.slug}/erasures/",
        f"/en/desk/contributions/{said.reference}/ask-erasure", f"/en/desk/contributions/{said.reference}/erasure",
    ]  # fmt: skip
    for reader in (asked.officer, asked.publisher, asked.author, elsewhere):
        client.sign_in(user_of(reader))
        assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
    client.sign_in(user_of(both))
    page = client.page(addresses[0]).source
    assert said.reference in page
    assert own.reference not in page
    assert client.get(f"/en/desk/contributions/{own.reference}/erasure").status_code == 404


def test_the_desk_says_what_the_next_version_must_do(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    at(moments.LATER)
    with committed() as session:
        ended = answered(session)
        slug = ended.scene.consultation.slug
    client.sign_in(user_of(ended.scene.publisher))
    room = f"/en/desk/consultations/{slug}/publication/"
    assert "After the last version" not in client.page(room).source
    with committed() as session:
        restore(
            session,
            actor=ended.scene.moderator,
            now=moments.LATER,
            reference=ended.hidden.reference,
            reason=REASON,
        )
        under = session.merge(ended.theme)
        respond(session, ended.scene, under, outcome="not_accepted", now=moments.LATER)
    page = client.page(room).source
    assert "1 contribution, shown again since, waits for its answer" in page
    assert "1 contribution has no theme" in page
    assert "Clause 1 goes back to the words that were asked about" in page
    assert "shown again since, waits for its answer" in client.page("/en/desk/").source
