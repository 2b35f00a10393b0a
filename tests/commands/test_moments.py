"""Whatever the day of loading, dates that hang on it keep the rules of a consultation and the office's hours."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from consult.commands.demonstration import content
from consult.commands.demonstration.content import Content
from consult.commands.demonstration.moments import Moments
from consult.consultations.policies.rules import Limits

AMMAN = ZoneInfo("Asia/Amman")
LIMITS = Limits()
# Monday is 0: offices work from Sunday to Thursday.
OFFICE_DAYS = {6, 0, 1, 2, 3}
LOADINGS = [
    datetime(2028, 2, 29, 10, 20, tzinfo=AMMAN),
    datetime(2036, 2, 29, 23, 59, 59, tzinfo=AMMAN),
    datetime(2027, 1, 1, 0, 0, tzinfo=AMMAN),
    datetime(2026, 12, 31, 22, 30, tzinfo=UTC),
    *(datetime(2026, 11, 20, 0, 0, tzinfo=AMMAN) + timedelta(days=day, hours=3 * day) for day in range(8)),
]
RELATIVE = [given for given in content.consultations() if "answered" not in given["dates"]]
loading = pytest.mark.parametrize("now", LOADINGS, ids=lambda now: now.strftime("%a-%Y-%m-%d-%H%M"))
each_consultation = pytest.mark.parametrize("given", RELATIVE, ids=lambda given: str(given["slug"]))


@loading
@each_consultation
def test_notice_and_period_are_long_enough(given: Content, now: datetime) -> None:
    dates = moments_of(given, now)
    assert dates["closes"] - dates["opens"] >= timedelta(days=LIMITS.open_days)
    if "announced" in dates:
        assert dates["opens"] - dates["announced"] >= timedelta(days=LIMITS.notice_days)
        assert dates["announced"] < now
    else:
        assert dates["opens"] - now >= timedelta(days=LIMITS.notice_days)


@loading
@each_consultation
def test_offices_act_on_their_days_and_at_their_hours(given: Content, now: datetime) -> None:
    moments = list(moments_of(given, now).values())
    moments += [Moments(now, AMMAN.key).working(each["at"]) for each in given.get("errata", ())]
    for moment in moments:
        assert moment.astimezone(AMMAN).weekday() in OFFICE_DAYS
        assert 8 <= moment.astimezone(AMMAN).hour < 16
    assert moments_of(given, now)["closes"].astimezone(AMMAN).strftime("%H:%M") == "15:30"


@loading
@each_consultation
def test_everything_happens_in_its_order_and_before_now(given: Content, now: datetime) -> None:
    moments, dates = Moments(now, AMMAN.key), moments_of(given, now)
    said = {each["key"]: moments.of(each["at"]) for each in given["contributions"]}
    for each in given["contributions"]:
        at = said[each["key"]]
        assert dates["opens"] < at < now
        assert each["parent"] is None or said[each["parent"]] < at
        if "withdrawn" in each:
            assert at < moments.of(each["withdrawn"]) < min(now, dates["closes"])
        if "hidden" in each:
            assert at < moments.of(each["hidden"]["at"]) < now
    if "themed" in dates:
        assert dates["closes"] < dates["themed"] < dates["written"] < now
        late = [key for key, at in said.items() if at >= dates["closes"]]
        assert late == ["late-hall", "ministry-late-hall"]
        assert max(said.values()) < dates["themed"]
    if "cancelled" in given:
        assert max(said.values()) < moments.working(given["cancelled"]["at"]) < dates["closes"]


@loading
def test_the_meeting_to_come_is_announced_and_what_became_of_items_is_told_before_it(now: datetime) -> None:
    coming, moments = content.read("meeting-next"), Moments(now, AMMAN.key)
    announced, begins, ends = (moments.working(coming[name]) for name in ("announced", "begins", "ends"))
    assert announced < now < begins < ends
    assert begins - announced >= timedelta(days=7)
    for given in content.read("meeting-held")["updates"]:
        assert moments.working(given["at"]) < announced
        assert given["due"] is None or moments.working(given["due"]) == begins
    assert {each.weekday() for each in (announced, begins)} <= OFFICE_DAYS


@loading
def test_each_state_is_there_on_the_day_of_loading(now: datetime) -> None:
    states = {given["slug"]: state(given, now) for given in RELATIVE}
    assert states == {
        "large-projects": "open",
        "youth-in-drafting": "closed",
        "equality-in-ministries": "announced",
        "complaints-and-integrity": "cancelled",
        "rules-for-associations": "draft",
    }


def test_a_moment_in_days_falls_on_the_clock_of_the_zone() -> None:
    # Ten at night in London is one in the morning in Amman: another day.
    moments = Moments(datetime(2026, 11, 18, 22, 0, tzinfo=UTC), AMMAN.key)
    assert moments.of("-1 18:42") == datetime(2026, 11, 18, 18, 42, tzinfo=AMMAN)
    assert moments.of("2023-07-02T09:00:00+03:00") == datetime(2023, 7, 2, 6, 0, tzinfo=UTC)


def test_an_office_moves_a_past_date_back_and_a_coming_one_on() -> None:
    moments = Moments(datetime(2026, 11, 18, 12, 0, tzinfo=AMMAN), AMMAN.key)
    days = [moments.working(f"{days:+} 15:30").date().isoformat() for days in (-5, -4, 1, 2, 3, 4)]
    assert days == ["2026-11-12", "2026-11-12", "2026-11-19", "2026-11-22", "2026-11-22", "2026-11-22"]


@pytest.mark.parametrize("given", content.consultations(), ids=lambda given: str(given["slug"]))
def test_voices_stand_in_the_order_of_their_time(given: Content) -> None:
    moments = Moments(LOADINGS[0], AMMAN.key)
    at = [moments.of(each["at"]) for each in given["contributions"] if each["parent"] is None]
    assert all(before <= after for before, after in pairwise(at))


def moments_of(given: Content, now: datetime) -> dict[str, datetime]:
    """Return the dates of a consultation that is loaded at ``now``."""
    moments = Moments(now, AMMAN.key)
    return {name: moments.working(each) for name, each in given["dates"].items()}


def state(given: Content, now: datetime) -> str:
    """Return in which state a consultation is, as its dates have it."""
    dates = moments_of(given, now)
    if "announced" not in dates:
        return "draft"
    if "cancelled" in given:
        return "cancelled"
    if now < dates["opens"]:
        return "announced"
    return "open" if now < dates["closes"] else "closed"
