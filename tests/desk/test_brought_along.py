"""A commitment that the record brought along is adopted wherever it is shown, and never offered as a draft."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role, User
from consult.plans import services
from consult.plans.models import CommitmentActKind
from tests.client import ReviewingClient
from tests.factories.people import person
from tests.factories.progress import NOW, WHY, Promised, brought_along
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


@pytest.fixture
def made(committed: Committed, client: ReviewingClient, at: At) -> Promised:
    """Return a commitment that came with the record; a coordinator has signed in."""
    at(NOW)
    with committed() as session:
        there = brought_along(session, person(session, (Role.COORDINATOR, SITE)))
        user = session.get(User, there.keeper.user_id)
        assert user is not None
        assert (there.commitment.plan.slug, there.milestone.id) != ("", 0)
    client.sign_in(user)
    return there


def test_the_desk_offers_what_can_be_done_with_an_adopted_commitment(
    client: ReviewingClient, made: Promised
) -> None:
    slug = made.commitment.plan.slug
    page = client.page(f"/en/desk/plans/{slug}/commitments/1/").source
    for said in ("adopted", "it was adopted before the record was kept here", "Withdraw the commitment"):
        assert said in page
    for silent in ("a draft", "Submit the commitment", "Take the last act back", "Missing before"):
        assert silent not in page
    row = (
        client.page(f"/en/desk/plans/{slug}/").source.split('id="commitments"')[1].partition("</section>")[0]
    )
    assert "adopted" in row
    assert "a draft" not in row
    for kind in ("submitted", "taken-back"):
        assert client.get(f"/en/desk/plans/{slug}/commitments/1/act/{kind}").status_code == 404


def test_the_public_reads_that_it_is_adopted_once_anything_says_where_it_stands(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    address = f"/en/plans/{made.commitment.plan.slug}/commitments/1/"
    assert "Where it stands" not in client.get(address).text
    with committed() as session:
        for kind in (CommitmentActKind.WITHDRAWN, CommitmentActKind.TAKEN_BACK):
            services.act_on_commitment(
                session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id, kind=kind,
                happened_on=NOW.date(), reason=WHY,
            )  # fmt: skip
    assert "Where it stands: adopted" in client.get(address).text
