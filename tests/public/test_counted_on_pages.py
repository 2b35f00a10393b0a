"""What of the record is counted and said on pages: what is followed, the newest word, a year's silence."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest

from consult.plans import services
from consult.plans.models import CommitmentActKind, MilestoneStatus
from consult.plans.services import CommitmentWords
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.progress import DONE, NOW, WHY, Promised, promised
from tests.factories.promises import DELIVERED, coordinator
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.client import ReviewingClient
    from tests.conftest import At

QUIET = "Nothing was reported on this commitment for more than a year, since"
LATE = datetime(2028, 7, 2, 9, tzinfo=UTC)


@pytest.fixture
def made(committed: Committed) -> Promised:
    """Return an adopted commitment with a milestone."""
    with committed() as session:
        there = promised(session)
        assert there.milestone.id
        assert there.commitment.plan.slug
        return there


def add(session: Session, of: Promised, **said: object) -> int:
    """Add a milestone to an adopted commitment and return its id."""
    return services.add_to_adopted(
        session, actor=of.keeper, now=NOW, zone=UTC, commitment_id=of.commitment.id, happened_on=NOW.date(),
        reason=WHY, said=replace(DELIVERED, **said),  # type: ignore[arg-type]
    ).id  # fmt: skip


def report(session: Session, of: Promised, milestone_id: int, day: date, status: MilestoneStatus) -> None:
    services.report_progress(
        session, actor=of.keeper, now=LATE, zone=UTC, milestone_id=milestone_id,
        said=replace(DONE, as_of=day, status=status, evidence_url="https://example.org/page"),
    )  # fmt: skip


def numbers(source: str) -> list[list[str]]:
    """Return the numbers of each row of the progress board, its total last."""
    rows = re.findall(r"<tr>((?:<td class=\"num\">\d+</td>)+)</tr>", source)
    return [re.findall(r">(\d+)<", row) for row in rows]


def test_a_year_without_a_word_is_said_before_the_stones_of_the_commitment(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    at(LATE)
    for path in ("/en/", f"/en/plans/{made.commitment.plan.slug}/"):
        page = client.get(path).text
        row = page[page.index('<ol class="board">') :]
        assert row.count(f"{QUIET} 1 January 2027.") == 1
        assert row.index(QUIET) < row.index('class="stones"')
    with committed() as session:
        report(session, made, made.milestone.id, date(2028, 7, 1), MilestoneStatus.IN_PROGRESS)
    for path in ("/en/", f"/en/plans/{made.commitment.plan.slug}/"):
        assert QUIET not in client.get(path).text


def test_a_year_without_a_word_is_said_where_voices_stand_behind_a_milestone(
    client: ReviewingClient, committed: Committed, at: At
) -> None:
    at(moments.LATER)
    with committed() as session:
        scene = answered(session).scene
        services.report_progress(
            session, actor=coordinator(session), now=moments.LATER, zone=UTC, milestone_id=scene.milestones[0],
            said=replace(DONE, as_of=moments.LATER.date()),
        )  # fmt: skip
        path = f"/en/plans/{scene.commitment.plan.slug}/"
    assert QUIET not in client.get(path).text
    at(moments.LATER.replace(year=moments.LATER.year + 2))
    page = client.get(path).text
    assert "<details open>" in page
    assert page.index(QUIET) < page.index('class="stones"')


def test_milestones_of_drafts_and_of_withdrawn_commitments_are_counted_apart(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    at(LATE)
    plan = f"/en/plans/{made.commitment.plan.slug}/"
    with committed() as session:
        commitment = services.add_commitment(
            session, actor=made.keeper, now=NOW, plan=made.commitment.plan, number="2", position=2,
            said=CommitmentWords("مسودة", "A draft", delayed=True),
        )  # fmt: skip
        for title in ("One", "Two"):
            services.add_milestone(
                session, actor=made.keeper, now=NOW, zone=UTC, commitment=commitment,
                said=replace(DELIVERED, title_en=title),
            )  # fmt: skip
    apart = "2 milestones of commitments that are drafts or were withdrawn are not counted."
    for path in ("/en/", plan, f"{plan}progress/"):
        page = client.get(path).text
        assert "1 milestone: 1 not started." in page
        assert apart in page
        assert "commitment is delayed" not in page
    assert numbers(page) == [["0", "0", "1", "1"], ["0", "0", "0", "0"], ["0", "0", "1", "1"]]
    assert "Its milestones are not counted: it is a draft or was withdrawn." in page
    assert client.get(f"{plan}progress.pdf").status_code == 200
    with committed() as session:
        services.act_on_commitment(
            session, actor=made.keeper, now=LATE, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind.WITHDRAWN, happened_on=LATE.date(), reason=WHY,
        )  # fmt: skip
    page = client.get(f"{plan}progress/").text
    assert numbers(page) == [["0"] * 4] * 3
    assert "3 milestones of commitments that are drafts or were withdrawn are not counted." in page


def test_what_was_invented_and_withdrawn_is_counted_no_more(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    at(NOW)
    path = f"/en/plans/{made.commitment.plan.slug}/"
    with committed() as session:
        milestone = session.merge(made.milestone)
        milestone.illustrative = True
    assert "1 of them is illustrative" in client.get(path).text
    with committed() as session:
        services.withdraw(
            session, actor=made.keeper, now=NOW, zone=UTC, milestone_id=made.milestone.id, happened_on=NOW.date(),
            reason=WHY,
        )  # fmt: skip
    assert "of them is illustrative" not in client.get(path).text


def test_pages_name_the_newest_word_and_no_older_one(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    at(LATE)
    with committed() as session:
        second = add(session, made, title_en="Another page")
        report(session, made, made.milestone.id, date(2027, 3, 1), MilestoneStatus.COMPLETED)
        report(session, made, second, date(2028, 5, 1), MilestoneStatus.IN_PROGRESS)
    plan = f"plans/{made.commitment.plan.slug}/"
    for path in ("", plan, f"{plan}progress/", f"{plan}commitments/1/"):
        assert "Last word: 1 May 2028." in client.get(f"/en/{path}").text
        assert "آخر إفادة: 1 أيار 2028." in client.get(f"/ar/{path}").text


def test_a_declared_delay_is_counted_and_told_until_its_milestone_is_completed(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    at(NOW)
    with committed() as session:
        services.declare_delay(
            session, actor=made.keeper, now=NOW, zone=UTC, milestone_id=made.milestone.id, happened_on=NOW.date(),
            reason=WHY, recovery=("تسريع وتيرة العمل", "Speed the work up"),
        )  # fmt: skip
    plan = f"/en/plans/{made.commitment.plan.slug}/"
    pages = ("/en/", plan, f"{plan}progress/", f"{plan}commitments/1/")
    for path in pages:
        assert "1 milestone is declared delayed." in client.get(path).text
    box = '<div class="note note-wait">\n<p><strong>'
    assert box in client.get(pages[-1]).text
    with committed() as session:
        report(session, made, made.milestone.id, date(2027, 7, 1), MilestoneStatus.COMPLETED)
    for path in pages:
        assert "declared delayed." not in client.get(path).text
    page = client.get(pages[-1]).text
    assert box not in page
    # What was done stays to be read.
    assert "It was declared delayed" in page
