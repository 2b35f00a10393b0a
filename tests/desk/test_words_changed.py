"""Changing adopted words at the desk, with a reason; and what stands where a form could only be refused."""

from __future__ import annotations

from datetime import UTC

import pytest
from sqlalchemy import select

from consult.plans import services
from consult.plans.models import Commitment, CommitmentActKind, PlanActKind, Rewording
from consult.plans.services import CommitmentWords, Why, mark_of, title_fields
from tests.client import FROM_OUR_PAGE, ReviewingClient
from tests.desk.conftest import enter, shows_no_form
from tests.factories.progress import NOW, WHY, Promised, act_on_plan
from tests.public.conftest import Committed

WHY_NOT = "This milestone was withdrawn"


@pytest.fixture
def made(made: Promised, committed: Committed, client: ReviewingClient) -> Promised:
    """Return an adopted commitment; its coordinator has signed in."""
    enter(committed, client, made.keeper)
    return made


def at_desk(of: Promised, rest: str = "", lang: str = "en") -> str:
    return f"/{lang}/desk/plans/{of.commitment.plan.slug}/commitments/1/{rest}"


def changes(committed: Committed) -> list[Rewording]:
    with committed() as session:
        return list(session.scalars(select(Rewording).order_by(Rewording.id)))


@pytest.mark.parametrize(
    ("rest", "typed", "kind"),
    [
        ("title", {"title_en": "Another name"}, "title"),
        ("template", {"problem_en": "Another problem"}, "template"),
        ("milestones/{milestone}", {"title_en": "Pages"}, "milestone"),
    ],
)
def test_adopted_words_are_changed_with_a_reason_and_a_lost_answer_is_one_change(
    client: ReviewingClient, committed: Committed, made: Promised, rest: str, typed: dict[str, str], kind: str
) -> None:
    address = at_desk(made, rest.format(milestone=made.milestone.id))
    page = client.page(address).source
    assert "These words were adopted" in page
    assert "Since when" not in page
    refused = client.submit(address, typed)
    assert refused.status_code == 422
    assert "Write this in one language at least" in refused.text
    assert next(iter(typed.values())) in refused.text
    first = client.submit(address, typed | {"reason_en": "It was misspelt"})
    again = client.submit_again()
    assert (first.status_code, again.status_code) == (303, 303)
    (change,) = changes(committed)
    assert (change.kind, change.after, change.reason_en) == (kind, typed, "It was misspelt")
    own = at_desk(made, f"milestones/{made.milestone.id}/progress" if kind == "milestone" else "")
    shown = client.page(own).source
    assert "Changed since it was adopted" in shown
    assert "It was misspelt" in shown


def test_whoever_saved_meanwhile_is_shown_and_nothing_typed_is_lost(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    address = at_desk(made, "title")
    client.page(address)
    with committed() as session:
        there = session.get(Commitment, made.commitment.id)
        assert there is not None
        stands = mark_of(title_fields(there))
    client.submit(address, {"title_en": ""})
    target, form = client.last
    with committed() as session:
        services.save_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            said=CommitmentWords("التزام", "Theirs"), happened_on=None, why=Why("سبب", "", stands),
        )  # fmt: skip
    mine = {**form, "title_en": "Mine", "reason_en": "Why", "seen": stands, "once": "y" * 22}
    answer = client.post(target, data=mine, headers=FROM_OUR_PAGE)
    assert answer.status_code == 422
    for said in ("What is saved now", "Theirs", 'value="Mine"'):
        assert said in answer.text
    assert len(changes(committed)) == 1
    # Whoever has read that saves over it.
    done = client.submit(address, {"title_en": "Mine", "reason_en": "Why"})
    assert done.status_code == 303
    assert [each.before.get("title_en") for each in changes(committed)] == ["A commitment", "Theirs"]


def test_a_new_milestone_says_why_not_now_and_is_offered_once_the_plan_is_refreshed(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        act_on_plan(session, made, PlanActKind.ADOPTED)
    page = client.page(at_desk(made, "milestones/new"))
    shows_no_form(page)
    assert "Record that it was refreshed first" in page.source
    assert f'href="/en/desk/plans/{made.commitment.plan.slug}/"' in page.source
    with committed() as session:
        act_on_plan(session, made, PlanActKind.BROUGHT_INTO_FORCE)
    assert "/act/refreshed" in client.page(at_desk(made, "milestones/new")).source
    with committed() as session:
        act_on_plan(session, made, PlanActKind.REFRESHED)
    assert "Reason in English" in client.page(at_desk(made, "milestones/new")).source
    with committed() as session:
        act_on_plan(session, made, PlanActKind.ENDED)
    page = client.page(at_desk(made, "milestones/new"))
    shows_no_form(page)
    assert "The plan has ended" in page.source


def test_of_a_withdrawn_milestone_no_form_is_offered(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        services.withdraw(
            session, actor=made.keeper, now=NOW, zone=UTC, milestone_id=made.milestone.id, happened_on=NOW.date(),
            reason=WHY,
        )  # fmt: skip
    of = f"milestones/{made.milestone.id}"
    for rest in (of, f"{of}/report"):
        page = client.page(at_desk(made, rest))
        shows_no_form(page)
        assert WHY_NOT in page.source
        assert f"{of}/progress" in page.source
        assert "سُحبت" in client.page(at_desk(made, rest, "ar")).source


def test_of_a_withdrawn_commitment_no_form_is_offered(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    with committed() as session:
        services.act_on_commitment(
            session, actor=made.keeper, now=NOW, zone=UTC, commitment_id=made.commitment.id,
            kind=CommitmentActKind.WITHDRAWN, happened_on=NOW.date(), reason=WHY,
        )  # fmt: skip
    for rest in ("title", "template", "milestones/new", f"milestones/{made.milestone.id}"):
        page = client.page(at_desk(made, rest))
        shows_no_form(page)
        assert "This commitment was withdrawn" in page.source
    whole = client.page(at_desk(made)).source
    for rest in ("title", "template", "milestones/new"):
        assert at_desk(made, rest) not in whole
    report = client.page(at_desk(made, f"milestones/{made.milestone.id}/report"))
    shows_no_form(report)
    assert "Progress is reported once the commitment is adopted" in report.source


def test_an_officer_is_told_that_an_adopted_commitment_is_the_coordinators_to_write(
    client: ReviewingClient, committed: Committed, made: Promised
) -> None:
    enter(committed, client, made.officer)
    for rest in ("title", "template", "milestones/new", f"milestones/{made.milestone.id}"):
        page = client.page(at_desk(made, rest))
        shows_no_form(page)
        assert "the coordinators of its plan alone" in page.source
