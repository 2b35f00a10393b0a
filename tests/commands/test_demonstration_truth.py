"""Real bodies and plans say in the demonstration only what the documents say; what was invented is marked."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.commands.demonstration import content
from consult.organisations.models import Organisation
from consult.outcomes.models import OutcomeMilestone
from consult.plans.models import Commitment, Milestone, Plan
from tests.client import ReviewingClient
from tests.commands.conftest import Loaded

UNTOLD = "The record does not say whether the public was asked"
NOBODY = "Nobody has been asked about this commitment here yet"


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: pages ask the same queries on both."""
    return "sqlite"


@pytest.fixture
def session(loaded: Loaded) -> Iterator[Session]:
    """Return a session that reads the demonstration."""
    with Session(loaded.database.engine) as opened:
        yield opened


@pytest.fixture
def client(loaded: Loaded) -> ReviewingClient:
    """Return a reader who is not signed in."""
    made = loaded.app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


def test_every_milestone_is_marked_and_real_commitments_have_those_alone_that_an_answer_names(
    session: Session,
) -> None:
    assert all(session.scalars(select(Milestone.illustrative)))
    of_plan = select(Milestone.id).join(Commitment).join(Plan).where(Plan.slug == "plan-5")
    assert set(session.scalars(of_plan)) == set(session.scalars(select(OutcomeMilestone.milestone_id)))


@pytest.mark.parametrize("number", [1, 3, 4, 5, 6])
def test_of_a_real_commitment_the_record_does_not_say_that_nobody_was_asked(
    client: ReviewingClient, number: int
) -> None:
    page = client.page(f"/en/plans/plan-5/commitments/{number}/").source
    assert UNTOLD in page
    assert NOBODY not in page
    assert "No milestones on record" in page


def test_of_a_draft_that_is_kept_here_it_does(client: ReviewingClient) -> None:
    page = client.page("/en/plans/plan-6/commitments/2/").source
    assert NOBODY in page
    assert UNTOLD not in page


def test_each_real_body_tells_what_the_sources_say_of_it_and_which(
    client: ReviewingClient, session: Session
) -> None:
    bodies = session.scalars(select(Organisation).where(~Organisation.illustrative)).all()
    assert len(bodies) == 13
    silent = []
    for body in bodies:
        assert "المصدر: " in body.about_ar
        assert "Source: " in body.about_en
        page = client.page(f"/en/organisations/{body.slug}/").source
        # What it said elsewhere is not ours to know: it said nothing here.
        silent += re.findall(r"(?:said|asked) nothing[^<]*", page)
        assert "Source: " in page
    assert set(silent) == {"asked nothing here yet", "said nothing here yet"}


def test_what_is_said_of_a_plan_names_its_source() -> None:
    minutes, ministry = "محضر فريق العمل الوطني، 15 تشرين الأول 2023", "صفحة الوزارة"
    plans = {given["slug"]: given["topics"]["ar"] for given in content.read("plans")}
    for number in (1, 2, 3):
        assert ministry in plans[f"plan-{number}"]
    assert ministry in plans["plan-4"]
    assert minutes in plans["plan-4"]
    assert minutes in plans["plan-5"]
    for row in content.read("commitments-plan-5"):
        assert row["note"] is None or row["note"]["ar"].endswith(f"المصدر: {minutes}.")
    refreshed = next(
        act
        for given in content.read("plans")
        for act in given["acts"]
        if act["kind"] == "refreshed"
    )  # fmt: skip
    assert "المصدر: أخبار موقع المبادرة في الأردن" in refreshed["reason"]["ar"]
    site = next(given for given in content.read("documents") if given["address"] == "https://www.ogp.gov.jo")
    assert site["plan"] == "plan-5"


@pytest.mark.parametrize("number", [2, 3, 6])
def test_what_the_minutes_say_of_a_commitment_stands_beside_a_link_to_them(
    client: ReviewingClient, number: int
) -> None:
    page = client.page(f"/en/plans/plan-5/commitments/{number}/")
    documents = [
        link.get("href", "") for link in page.every("a") if "/documents/minutes" in link.get("href", "")
    ]
    assert documents
