"""The public page of a commitment says which adopted words were changed, when, why, and what stood before."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date

from consult.plans import services
from consult.plans.models import Family
from consult.plans.queries.standing import template_of
from consult.plans.services import CommitmentWords, Why, mark_of, milestone_fields, title_fields
from tests.client import ReviewingClient
from tests.factories.progress import NOW, Promised
from tests.factories.promises import DELIVERED, WHOLE
from tests.public.conftest import Committed


def address(of: Promised, lang: str = "en") -> str:
    return f"/{lang}/plans/{of.commitment.plan.slug}/commitments/1/"


def change_all(committed: Committed, of: Promised) -> None:
    """Change the title, the promise and the milestone of a commitment, each with its reason."""
    given = {"actor": of.keeper, "now": NOW, "commitment_id": of.commitment.id}
    with committed() as session:
        services.save_commitment(
            session, zone=UTC, said=CommitmentWords("التزام", "Another name"), happened_on=None,
            why=Why("", "It was **misspelt**", mark_of(title_fields(of.commitment))), **given,  # type: ignore[arg-type]
        )  # fmt: skip
        there = template_of(session, commitment_id=of.commitment.id)
        assert there is not None
        services.save_template(
            session, template=replace(WHOLE, problem_en="", how_ar="كيف", starts_on=date(2027, 2, 1)),
            labels={Family.CHALLENGE: ["services"]}, seen=there.id, why=Why("ترجمة أدق"), **given,  # type: ignore[arg-type]
        )  # fmt: skip
        services.save_milestone(
            session, zone=UTC, milestone_id=of.milestone.id, said=replace(DELIVERED, deliverable_ar="صفحة بلغتين"),
            why=Why("اتفقنا عليه", "As agreed", mark_of(milestone_fields(of.milestone))), **given,  # type: ignore[arg-type]
        )  # fmt: skip


def test_what_stood_before_stays_to_be_read_with_the_day_and_the_reason(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    before = client.get(address(made)).text
    assert "Changed since it was adopted" not in before
    assert "What stood before" not in before
    change_all(committed, made)
    page = client.get(address(made)).text
    own = page.split('id="changed"')[1].partition("</section>")[0]
    assert own.index("What it promises was changed") < own.index("What it is called was changed")
    assert own.count("1 July 2027") == 2
    for said in (
        "It was <strong>misspelt</strong>", "A commitment", "ترجمة أدق", "A problem", "Nothing was written.",
        "Begins on", "Challenges that it answers", "Increasing public integrity", "What stood before",
    ):  # fmt: skip
        assert said in own
    milestone = page.split('class="thread milestones"')[1].partition("</ol>")[0]
    for said in ("Its words were changed", "As agreed", "صفحة تعمل"):
        assert said in milestone
    assert "misspelt" not in milestone
    assert "As agreed" not in own
    arabic = client.get(address(made, "ar")).text
    for said in ("ترجمة أدق", "اتفقنا عليه", "A commitment", "صفحة تعمل"):
        assert said in arabic


def test_what_a_milestone_delivers_stands_on_its_line(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    line = client.get(address(made)).text.split(f'id="milestone-{made.milestone.id}"')[1]
    assert "What it delivers:" in line
    assert 'lang="ar" dir="rtl"><p>صفحة تعمل</p>' in line
    with committed() as session:
        services.add_milestone(
            session, actor=None, now=NOW, zone=UTC, commitment=session.merge(made.commitment),
            said=replace(DELIVERED, title_en="Bare", deliverable_ar=None),
        )  # fmt: skip
    last = client.get(address(made)).text.split('class="thread milestones"')[1].rpartition("<li id=")[2]
    assert "Bare" in last
    assert "What it delivers:" not in last.partition("</ol>")[0]
