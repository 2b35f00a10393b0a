"""What was invented says so wherever it stands: milestones, the texts that an invented consultation published."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role
from consult.consultations.models import Consultation
from consult.documents.models import Attached
from consult.documents.services import attach
from consult.plans.models import Commitment, Milestone
from consult.plans.queries import as_known_on
from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.answers import Answered, answered
from tests.factories.documents import filed
from tests.factories.people import person
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

TEXT = "Illustrative: written for this demonstration, not by the body itself."
ASKED = "Illustrative: asked for this demonstration, not by the body itself."
MILESTONE = "(illustrative)"


@pytest.fixture
def made(committed: Committed, at: At) -> Answered:
    """Return an answered scene, read after its answer."""
    at(moments.LATER)
    with committed() as session:
        found = answered(session)
        session.refresh(found.scene.commitment, ["plan"])
    return found


def invent(committed: Committed, made: Answered) -> None:
    """Mark a scene's consultation, and the milestone that its answer names, as the demonstration does."""
    with committed() as session:
        session.get_one(Consultation, made.scene.id).illustrative = True
        session.get_one(Milestone, made.scene.milestones[0]).illustrative = True


def marks(client: ReviewingClient, made: Answered) -> dict[str, tuple[int, int, int]]:
    """Return how often each page marks texts, consultations and milestones."""
    there: Commitment = made.scene.commitment
    home, asked = f"/en/plans/{there.plan.slug}", f"/en/consultations/{made.scene.consultation.slug}"
    commitment = f"{home}/commitments/{there.number}"
    pages = {
        "commitment": f"{commitment}/",
        "version": f"{commitment}/versions/2/",
        "compare": f"{commitment}/compare/1...2/",
        "plan": f"{home}/",
        "home": "/en/",
        "consultation": f"{asked}/",
        "text": f"{asked}/text/",
        "outcome": f"{asked}/outcome/",
        "voice": f"/en/contributions/{made.comment.reference}",
    }
    found = {name: client.page(path).source for name, path in pages.items()}
    return {
        name: (page.count(TEXT), page.count(ASKED), page.count(MILESTONE)) for name, page in found.items()
    }


def test_nothing_is_marked_that_nobody_invented(client: ReviewingClient, made: Answered) -> None:
    assert set(marks(client, made).values()) == {(0, 0, 0)}


def test_an_invented_milestone_and_text_say_so_on_each_page(
    client: ReviewingClient, committed: Committed, made: Answered
) -> None:
    invent(committed, made)
    found = marks(client, made)
    # The adopted text, and both versions in the list of versions.
    assert found["commitment"] == (3, 1, 1)
    # The version itself, and both in the list.
    assert found["version"] == (3, 0, 0)
    assert found["compare"] == (1, 0, 0)
    # The milestone, and its commitment on the board.
    assert found["plan"] == (0, 1, 2)
    assert found["home"] == (1, 0, 1)
    assert found["consultation"] == (0, 1, 0)
    assert found["text"][0] == 1
    assert found["outcome"][2] == 1
    assert found["voice"][2] == 1
    told = "1 of them is illustrative: written for this demonstration."
    for path in ("/en/", f"/en/plans/{made.scene.commitment.plan.slug}/"):
        assert told in client.page(path).source


@pytest.mark.parametrize("invented", [True, False])
def test_an_invented_consultation_says_so_in_lists(
    client: ReviewingClient, committed: Committed, made: Answered, at: At, *, invented: bool
) -> None:
    if invented:
        invent(committed, made)
    body = made.scene.organisation.slug
    for path in ("/en/consultations/", f"/en/organisations/{body}/"):
        assert (" · illustrative" in client.page(path).source) is invented
    at(moments.DURING)
    assert (" · illustrative" in client.page("/en/").source) is invented


@pytest.mark.parametrize("invented", [True, False])
def test_a_document_that_belongs_to_an_invented_milestone_says_so(
    client: ReviewingClient, committed: Committed, made: Answered, *, invented: bool
) -> None:
    if invented:
        invent(committed, made)
    with committed() as session:
        document = filed(session)
        slug = document.slug
        attach(
            session, actor=person(session, (Role.COORDINATOR, SITE)), now=moments.LATER, slug=slug,
            kind=Attached.MILESTONE, subject_id=made.scene.milestones[0],
        )  # fmt: skip
    assert (MILESTONE in client.page(f"/en/documents/{slug}/").source) is invented


@pytest.mark.parametrize("invented", [True, False])
def test_the_file_of_a_plan_says_which_milestones_were_invented(
    client: ReviewingClient, committed: Committed, made: Answered, *, invented: bool
) -> None:
    if invented:
        invent(committed, made)
    answer = client.get(f"/en/plans/{made.scene.commitment.plan.slug}/commitments.csv")
    table = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    named = {row["milestone_id"]: row["illustrative"] for row in table if row["milestone_id"]}
    assert named[str(made.scene.milestones[0])] == ("yes" if invented else "")
    assert set(named.values()) - {""} == ({"yes"} if invented else set())


@pytest.mark.parametrize("invented", [True, False])
def test_open_files_say_whether_the_text_was_invented(
    client: ReviewingClient, committed: Committed, made: Answered, *, invented: bool
) -> None:
    if invented:
        invent(committed, made)
    address = f"/en/consultations/{made.scene.consultation.slug}/contributions"
    table = csv.DictReader(io.StringIO(client.get(f"{address}.csv").text.removeprefix("\ufeff")))
    assert {row["version_illustrative"] for row in table} == {"yes" if invented else "no"}
    lines = [json.loads(line) for line in client.get(f"{address}.jsonl").text.splitlines()]
    assert {line["version_illustrative"] for line in lines} == {invented}


def test_a_plan_as_it_was_known_names_its_invented_milestones(committed: Committed, made: Answered) -> None:
    invent(committed, made)
    with committed() as session:
        known = as_known_on(session, moments.LATER.date(), plan_id=made.scene.commitment.plan_id, zone=UTC)
        assert known is not None
        milestones = known.commitments[0].commitment.milestones
    assert [each.illustrative for each in milestones] == [
        each.id == made.scene.milestones[0] for each in milestones
    ]
    assert any(each.illustrative for each in milestones)
