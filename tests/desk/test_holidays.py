"""Holidays at the desk, and the dates that are proposed and asked about because of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.consultations.policies import rules
from consult.consultations.policies.rules import Limits
from consult.shared.state import State
from tests.client import ReviewingClient, location
from tests.domain.test_announcement_rules import A_TEXT
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene, terms
from tests.factories.scenes import scene as make_scene
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
LIST = "/en/desk/holidays/?year=2026"
DAY = timedelta(days=1)
TYPED = {
    "day": "٢٤ كانون الأول ٢٠٢٦", "name_ar": "عطلة", "name_en": "A day off", "source_ar": "بلاغ",
    "source_en": "A notice",
}  # fmt: skip


@pytest.fixture
def keeper(client: ReviewingClient, committed: Committed, user_of: UserOf, at: At) -> ReviewingClient:
    """Return a browser in which a coordinator is signed in."""
    at(moments.DURING)
    with committed() as session:
        actor = person(session, (Role.COORDINATOR, SITE))
    client.sign_in(user_of(actor))
    return client


def test_holidays_are_kept_at_the_desk(keeper: ReviewingClient) -> None:
    assert "/desk/holidays/" in keeper.get("/en/desk/").text
    added = keeper.submit("/en/desk/holidays/new", TYPED)
    assert added.headers["Location"].endswith("/en/desk/holidays/?year=2026#day-2026-12-24")
    assert location(keeper.submit_again()) == location(added), "sent again, it is done once"
    assert "A day off" in keeper.get(LIST).text
    refused = keeper.submit("/en/desk/holidays/new", TYPED)
    assert refused.status_code == 422
    assert "A holiday stands on this day already." in refused.text
    assert TYPED["day"] in refused.text
    moved = keeper.submit("/en/desk/holidays/2026-12-24/edit", {"day": "23/12/2026"})
    assert moved.headers["Location"].endswith("#day-2026-12-23")
    keeper.submit(LIST, action="/2026-12-25/remove")
    listed = keeper.get(LIST).text
    assert listed.index("Put back") > listed.index('id="removed"')
    keeper.submit(LIST, action="/2026-12-25/put-back")
    assert "Christmas Day" in keeper.get(LIST).text


@pytest.mark.parametrize("day", ["2026-12-24", "2026-13-01", "20261225", "x"])
def test_a_day_that_is_no_holiday_is_not_there(keeper: ReviewingClient, day: str) -> None:
    assert keeper.get(f"/en/desk/holidays/{day}/edit").status_code == 404


def test_proposed_dates_keep_clear_of_weekends_and_holidays(
    client: ReviewingClient, committed: Committed, user_of: UserOf, at: At
) -> None:
    # Fifteen days on is Friday 20 March, the expected first of three days of Eid; 28 days after Monday 23 March is one.
    at(datetime(2026, 3, 5, 9, tzinfo=UTC))
    with committed() as session:
        draft = make_scene(session, State.DRAFT)
    client.sign_in(user_of(draft.officer))
    page = client.get("/en/desk/consultations/new").text
    assert 'value="23/03/2026 09:00"' in page
    assert 'value="20/04/2026 15:30"' in page
    assert "Look again" not in page


def test_dates_on_a_day_off_are_asked_about(
    client: ReviewingClient, asked: Scene, user_of: UserOf, at: At
) -> None:
    at(moments.DURING)
    client.sign_in(user_of(asked.officer))
    path = f"/en/desk/consultations/{asked.consultation.slug}/extend"
    reason = {"reason_ar": "سبب", "reason_en": "A reason"}
    for typed, told in (
        ("1/5/2026 9:00", "The closing falls on Friday 1 May 2026: Labour Day."),
        ("24/4/2026 9:00", "The closing falls on Friday 24 April 2026: a weekend."),
        ("27/5/2026 9:00", "The closing falls on Wednesday 27 May 2026: Eid al-Adha, as expected so far."),
    ):
        assert told in client.submit(path, {"closes_at": typed, **reason}).text
    assert "The closing falls on" not in client.submit(path, {"closes_at": "26/4/2026 9:00", **reason}).text


@pytest.mark.parametrize(
    ("holidays", "days", "reason", "refused"),
    [(5, 28, "", False), (6, 28, "", True), (6, 41, "", True), (6, 42, "", False), (6, 28, "سبب", False)],
)
def test_dates_over_many_holidays_are_longer_or_say_why(
    holidays: int, days: int, reason: str, *, refused: bool
) -> None:
    asked = terms(
        closes_at=moments.OPENS + days * DAY, period_reason_ar=reason, period_reason_en=reason and "A reason"
    )
    found = rules.problems_of_announcement(asked, [A_TEXT], moments.ANNOUNCED, Limits(), holidays=holidays)
    codes = ["holidays-need-reason"] * 2 if refused else []
    assert [problem.code for problem in found] == codes
