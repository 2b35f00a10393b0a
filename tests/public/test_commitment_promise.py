"""The public page of a commitment: where it stands, what it promises, and who has carried it out."""

from __future__ import annotations

from datetime import UTC, date

import pytest

from consult.accounts.models import Role
from consult.plans import services
from consult.plans.models import BodyRole, Commitment, CommitmentActKind, Family
from consult.plans.queries.standing import template_of
from consult.plans.services import BodyWords
from tests.client import ReviewingClient
from tests.factories.moments import DRAFTED
from tests.factories.people import person
from tests.factories.promises import TODAY, WHOLE, begun, begun_plan, coordinator, written
from tests.factories.scenes import Scene
from tests.factories.texts import organisation
from tests.public.conftest import Committed

WHY = ("أقرّه المجلس", "The council **agreed**")


@pytest.fixture
def adopted(committed: Committed) -> str:
    """Return the address of a commitment that was adopted, and whose lead has changed."""
    with committed() as session:
        decider, lead = coordinator(session), organisation(session)
        officer = person(session, (Role.OFFICER, lead.scope))
        there = written(session, officer, begun(session, officer, lead, begun_plan(session, decider)))
        seen = template_of(session, commitment_id=there.id)
        services.save_template(
            session, actor=officer, now=DRAFTED, commitment_id=there.id, template=WHOLE,
            seen=seen.id if seen else 0,
            labels={Family.CHALLENGE: ["integrity"], Family.AREA: [], Family.OPEN_GOV_CHALLENGE: ["justice"]},
        )  # fmt: skip
        other = organisation(session, "other")
        services.set_body(
            session, actor=decider, now=DRAFTED, zone=UTC, commitment_id=there.id, organisation_id=other.id,
            role=BodyRole.LEAD, holds=True, happened_on=date(2026, 1, 2),
            said=BodyWords("انتقل الاختصاص", "The mandate moved", "اجتماع المجلس", "Meeting of the council"),
        )  # fmt: skip
        for kind in (CommitmentActKind.SUBMITTED, CommitmentActKind.ADOPTED):
            services.act_on_commitment(
                session, actor=decider, now=DRAFTED, zone=UTC, commitment_id=there.id, kind=kind, happened_on=TODAY,
                reason=WHY,
            )  # fmt: skip
        return f"/plans/{there.plan.slug}/commitments/{there.number}/"


def test_the_public_reads_what_a_commitment_promises_and_where_it_stands(
    client: ReviewingClient, adopted: str
) -> None:
    page = client.get(f"/en{adopted}").text
    for said in (
        "Where it stands: adopted", "It was adopted", "The council <strong>agreed</strong>", "The problem",
        "A problem", "How it serves public participation", "office@example.org", "Areas of the Open Gov Challenge",
        "Justice",
    ):  # fmt: skip
        assert said in page
    # What is written in one language alone is read in that.
    assert 'lang="ar" dir="rtl"><p>وعد</p>' in page
    assert "How it serves accountability" not in page
    assert "It was submitted" not in page
    assert "وضع الالتزام" in client.get(f"/ar{adopted}").text


def test_a_change_of_who_leads_keeps_its_reason_and_its_meeting(
    client: ReviewingClient, adopted: str
) -> None:
    page = client.get(f"/en{adopted}").text
    history = page.split('id="bodies"')[1].split("</section>")[0]
    assert history.index("from the beginning") < history.index("2 January 2026")
    for said in ("Body other leads it", "The mandate moved", "Meeting of the council"):
        assert said in history


def test_what_nobody_wrote_at_the_desk_is_not_spoken_of(client: ReviewingClient, asked: Scene) -> None:
    there: Commitment = asked.commitment
    page = client.get(f"/en/plans/{there.plan.slug}/commitments/{there.number}/").text
    for silent in ("Where it stands", "What it promises", "Who has carried it out", "Office to ask"):
        assert silent not in page
