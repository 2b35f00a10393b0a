"""Of whom a word is due: the first page of the desk says so, supporting bodies owe none, and who has no officer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from consult.accounts.models import User
from consult.plans.models import BodyRole
from tests.client import ReviewingClient
from tests.desk.conftest import enter
from tests.desk.test_progress import page_of
from tests.desk.test_progress_evidence import beside
from tests.factories.progress import NOW, Promised, promised
from tests.factories.promises import coordinator
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At


def test_the_first_page_of_the_desk_says_in_how_many_words_are_due(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    with committed() as session:
        promised(session)
        of_plan = coordinator(session, made.commitment.plan.scope)
        elsewhere = coordinator(session, "plan:elsewhere")
    way = f'href="/en/desk/plans/{made.commitment.plan.slug}/progress/"'
    said = "Words on milestones that are due"
    for day, words in (
        (datetime(2027, 7, 2, 9, tzinfo=UTC), "Of 1 milestone a word is due."),
        (datetime(2028, 1, 1, 9, tzinfo=UTC), "Of 1 milestone a word is due. 1 of them is late."),
    ):
        for actor, rows_of_words in ((made.officer, 1), (of_plan, 1), (made.keeper, 2), (elsewhere, 0)):
            at(NOW)
            enter(committed, client, actor)
            assert said not in client.page("/en/desk/").source
            at(day)
            page = client.page("/en/desk/").source
            assert page.count(words) == rows_of_words
            assert (said in page) is bool(rows_of_words)
            assert (way in page) is (actor in (of_plan, made.keeper))


def test_a_supporting_body_is_told_that_those_who_lead_report_and_nothing_is_theirs_to_report(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    _body, officer = beside(committed, made, BodyRole.SUPPORTING)
    said = "Your body supports this commitment."
    enter(committed, client, officer)
    page = client.page(f"{page_of(made)}progress").source
    assert said in page
    assert "Report progress" not in page
    assert client.get(f"{page_of(made)}report").status_code == 404
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    assert "Milestones of which a word is due" not in client.get("/en/desk/").text
    for actor in (made.officer, made.keeper):
        enter(committed, client, actor)
        assert said not in client.page(f"{page_of(made)}progress").source


def test_bodies_without_an_officer_are_named(
    client: ReviewingClient, committed: Committed, made: Promised, at: At
) -> None:
    with committed() as session:
        user = session.get(User, made.officer.user_id)
        assert user is not None
        user.suspended_at = NOW
    enter(committed, client, made.keeper)
    at(datetime(2027, 7, 2, 9, tzinfo=UTC))
    progress = f"/en/desk/plans/{made.commitment.plan.slug}/progress/"
    client.submit(progress, action="remind")
    page = client.get(progress).text
    assert "Nobody is told now." in page
    assert f"These have no officer who could be told: {made.lead.name_en}." in page
