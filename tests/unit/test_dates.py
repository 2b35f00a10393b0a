"""Moments in the words of Jordan: the months of the Levant, a clock that says which part of the day, Latin digits."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from babel import Locale
from flask import Flask

from config import Settings
from consult import create_app
from consult.web import dates
from consult.web.locale import LANGUAGES

MONTHS = (
    "كانون الثاني", "شباط", "آذار", "نيسان", "أيار", "حزيران", "تموز", "آب", "أيلول", "تشرين الأول", "تشرين الثاني",
    "كانون الأول",
)  # fmt: skip
# In the zone of Amman, three hours ahead of UTC all year.
CLOCK = {
    (21, 0): ("12:00 صباحاً", "12:00 am"),
    (6, 5): ("9:05 صباحاً", "9:05 am"),
    (8, 59): ("11:59 صباحاً", "11:59 am"),
    (9, 0): ("12:00 ظهراً", "12:00 pm"),
    (12, 30): ("3:30 عصراً", "3:30 pm"),
    (14, 59): ("5:59 عصراً", "5:59 pm"),
    (15, 0): ("6:00 مساءً", "6:00 pm"),
    (20, 59): ("11:59 مساءً", "11:59 pm"),
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """Return an application that says how moments are written."""
    return create_app(
        Settings(environment="test", secret_key="test-" * 8, var_dir=tmp_path_factory.mktemp("dates") / "var")
    )


def test_arabic_is_jordan_s() -> None:
    assert LANGUAGES == {"ar": "ar_JO", "en": "en"}
    week = Locale.parse("ar_JO")
    # The week begins on Saturday, and Friday and Saturday are its end.
    assert (week.first_week_day, week.weekend_start, week.weekend_end) == (5, 4, 5)


@pytest.mark.parametrize("number", range(1, 13))
def test_months_have_their_names_of_the_levant(made: Flask, number: int) -> None:
    with made.test_request_context("/ar/"):
        made.preprocess_request()
        assert dates.day(date(2026, number, 5)) == f"5 {MONTHS[number - 1]} 2026"


@pytest.mark.parametrize("hour", CLOCK)
@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_clock_says_which_part_of_the_day(made: Flask, hour: tuple[int, int], lang: str) -> None:
    moment = datetime(2026, 6, 1, *hour, tzinfo=UTC)
    with made.test_request_context(f"/{lang}/"):
        made.preprocess_request()
        assert dates.clock_time(moment) == CLOCK[hour][lang == "en"]


def test_a_moment_in_full_has_no_mark_and_latin_digits(made: Flask) -> None:
    moment = datetime(2023, 12, 21, 12, 30, tzinfo=UTC)
    with made.test_request_context("/ar/"):
        made.preprocess_request()
        assert dates.full(moment) == "الخميس 21 كانون الأول 2023، 3:30 عصراً"
    with made.test_request_context("/en/"):
        made.preprocess_request()
        assert dates.full(moment) == "Thursday 21 December 2023, 3:30 pm"
