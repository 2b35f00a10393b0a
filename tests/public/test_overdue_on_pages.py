"""The record ages aloud: what is late, silent or not reported is said where milestone, commitment and plan are."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from consult.documents.models import Attached
from consult.documents.services import attach, withdraw
from consult.plans import services
from consult.plans.models import CommitmentActKind, MilestoneStatus
from consult.plans.services import ProgressWords
from tests.client import ReviewingClient
from tests.factories.documents import filed
from tests.factories.progress import DONE, NOW, WHY, Promised, promised
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

RECOVERY = ("تسريع وتيرة العمل", "Speed the work **up**")


@pytest.fixture
def made(committed: Committed) -> Promised:
    """Return an adopted commitment whose milestone begins with 2027 and is due at its end."""
    with committed() as session:
        there = promised(session)
        assert there.milestone.id
        assert there.commitment.plan.slug
        return there


def report(committed: Committed, of: Promised, said: ProgressWords) -> None:
    with committed() as session:
        services.report_progress(
            session, actor=of.officer, now=datetime(2029, 1, 1, tzinfo=UTC), zone=UTC, milestone_id=of.milestone.id,
            said=said,
        )  # fmt: skip


def pages(client: ReviewingClient, of: Promised, lang: str = "en") -> tuple[str, str, str]:
    """Return the home page, the plan's and the commitment's."""
    plan = f"/{lang}/plans/{of.commitment.plan.slug}/"
    return (
        client.get(f"/{lang}/").text,
        client.get(plan).text,
        client.get(f"{plan}commitments/{of.commitment.number}/").text,
    )


@pytest.mark.parametrize(
    ("day", "on_milestone", "on_plan"),
    [
        (date(2027, 6, 30), None, None),
        (
            date(2027, 7, 2), "Nothing reported since it began on 1 January 2027.",
            "1 milestone has had no update since 1 January 2027.",
        ),
        (
            date(2028, 1, 2), "Due on 31 December 2027, not reported.",
            "Nothing was reported on this plan for more than a year, since 1 January 2027.",
        ),
    ],
)  # fmt: skip
def test_a_milestone_without_progress_is_told_of_on_every_page(
    client: ReviewingClient, at: At, made: Promised, day: date, on_milestone: str | None, on_plan: str | None
) -> None:  # fmt: skip
    at(datetime(day.year, day.month, day.day, 9, tzinfo=UTC))
    home, plan, commitment = pages(client, made)
    for page in (plan, commitment):
        assert (on_milestone or "not reported") in page if on_milestone else "reported" not in page
    for page in (home, plan):
        assert (on_plan or "no update") in page if on_plan else "no update" not in page
    if on_plan:
        # Before the bars.
        assert home.index(on_plan) < home.index('<ol class="board">')
        assert plan.index(on_plan) < plan.index('<ol class="board">')
    assert f'id="milestone-{made.milestone.id}"' in commitment


def test_every_update_of_progress_stands_on_the_page_the_newest_first(
    client: ReviewingClient, at: At, committed: Committed, made: Promised
) -> None:
    report(committed, made, DONE)
    report(
        committed, made,
        ProgressWords(
            MilestoneStatus.IN_PROGRESS, date(2027, 12, 1), nothing_to_report=True, challenge_en="No **budget** yet",
        ),
    )  # fmt: skip
    at(datetime(2028, 1, 5, 9, tzinfo=UTC))
    _home, plan, page = pages(client, made)
    newest, first = (
        page.index("No <strong>budget</strong> yet"),
        page.index("The page was made ready"),
    )
    assert newest < first
    for said in (
        "Nothing to report.",
        "1 earlier update",
        "30 June 2027",
        "1 December 2027",
        made.lead.name_en,
    ):
        assert said in page
    assert "Due on 31 December 2027, not reported." in page
    assert "1 milestone was due and is not reported, since 31 December 2027." in plan
    report(committed, made, replace(DONE, as_of=date(2028, 1, 4), done_en="Still at it"))
    page = pages(client, made)[2]
    assert "Due on 31 December 2027, not completed." in page
    assert "not reported" not in page
    at(datetime(2029, 1, 5, 9, tzinfo=UTC))
    assert "No update for more than a year, since 4 January 2028." in pages(client, made)[2]
    arabic = pages(client, made, "ar")
    assert "لا إفادة عنها منذ أكثر من سنة" in arabic[2]
    assert "لم يُفَد عن هذه الخطة بشيء منذ أكثر من سنة" in arabic[0]


def test_a_completed_milestone_shows_its_evidence_until_that_is_withdrawn(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        document = filed(session, made.lead, title_en="The report")
        attach(
            session, actor=made.officer, now=NOW, slug=document.slug, kind=Attached.MILESTONE,
            subject_id=made.milestone.id,
        )  # fmt: skip
        slug, number = document.slug, document.id
    both = replace(DONE, evidence_url="https://example.org/page", document_id=number)
    report(committed, made, replace(both, status=MilestoneStatus.COMPLETED))
    page = pages(client, made)[2]
    assert 'Evidence: <a href="https://example.org/page"' in page
    assert f'Evidence: <a href="/en/documents/{slug}/"' in page
    assert "not reported" not in page
    with committed() as session:
        withdraw(session, actor=made.officer, now=NOW, slug=slug, reason=WHY)
    page = pages(client, made)[2]
    assert "The document that showed it is no longer public." in page
    assert f"/en/documents/{slug}/" not in page
    assert 'Evidence: <a href="https://example.org/page"' in page


def test_acts_on_a_milestone_are_read_with_their_reasons(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    given: dict[str, Any] = {"actor": made.keeper, "now": NOW, "zone": UTC, "milestone_id": made.milestone.id}
    with committed() as session:
        services.move(
            session, starts_on=date(2027, 2, 1), due_on=date(2028, 3, 1), happened_on=NOW.date(), reason=WHY, seen=0,
            **given,
        )  # fmt: skip
        services.declare_delay(session, happened_on=NOW.date(), reason=WHY, recovery=RECOVERY, **given)
    page = pages(client, made)[2]
    for said in (
        "Begins on 1 February 2027 instead of 1 January 2027. Due on 1 March 2028 instead of 31 December 2027.",
        "It was declared delayed", "Declared delayed.",
        "What is being done about it:", "Speed the work <strong>up</strong>", "A reason",
    ):  # fmt: skip
        assert said in page
    with committed() as session:
        services.withdraw(
            session, happened_on=NOW.date(), reason=("لم يعد لازماً", "No longer needed"), **given
        )
    _home, plan, page = pages(client, made)
    assert "1 March 2028 · withdrawn" in page
    assert "No longer needed" in page
    # It is counted no more, and not asked for.
    assert "No milestones on record." in plan
    assert "not reported" not in page


def test_what_is_no_promise_yet_is_not_overdue(
    client: ReviewingClient, at: At, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        services.act_on_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind.TAKEN_BACK, happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip
    at(datetime(2030, 1, 1, tzinfo=UTC))
    for page in pages(client, made):
        assert "not reported" not in page
        assert "Nothing was reported" not in page
