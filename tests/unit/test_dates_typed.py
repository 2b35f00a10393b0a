"""Dates as people write them: day first, in both digits, with the months of the Levant, others' and English ones."""
# ruff: noqa: RUF001 - Arabic letters and digits that look like others are what is read here

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING

import pytest
from werkzeug.datastructures import MultiDict

from consult.desk.date_field import DayField, shown_day
from consult.desk.moment_field import MomentField
from consult.shared.dates_typed import typed_day, typed_moment
from consult.shared.errors import DomainError
from consult.web.dates import formatted
from consult.web.forms import Form

if TYPE_CHECKING:
    from flask import Flask

DAY = date(2026, 12, 21)
DAYS = (
    "21/12/2026", "21-12-2026", "21.12.2026", "21 12 2026", "٢١/١٢/٢٠٢٦", "٢٠٢٦/١٢/٢١", "2026-12-21", "۲۱/۱۲/۲۰۲۶",
    "21 December 2026", "December 21, 2026", "21st of Dec 2026", "Monday 21 December 2026", "٢١ كانون الأول ٢٠٢٦",
    "21 ديسمبر 2026", "21 كانون الأول / ديسمبر 2026", "الاثنين ٢١ كانون الاول ٢٠٢٦م", " \u200f21/12/2026\u200f ",
    "Dec. 21, 2026", "21 Dec., 2026", "Monday, 21 Dec. 2026",
)  # fmt: skip
NO_DAYS = {
    "": "write-this", "غداً": "date-unreadable", "2026": "date-unreadable", "20261221": "date-unreadable",
    "²1/12/2026": "date-unreadable", "21/12/2026/1": "date-unreadable", "21 May June 2026": "date-unreadable",
    "21/2026/12": "date-unreadable", "9" * 400: "date-unreadable", "21/12/2026 9:00": "day-with-time",
    "21/12/26": "year-short", "21 Dec 26": "year-short", "21/12": "year-missing", "21 أيار": "year-missing",
    "12/21/2026": "month-impossible", "1/0/2026": "month-impossible", "31/2/2026": "day-impossible",
    "29/2/2027": "day-impossible", "0/1/2026": "day-impossible", "Tuesday 21/12/2026": "weekday-differs",
    "-1/1/2020": "date-unreadable", "1/-1/2020": "date-unreadable", "1/1/-2020": "date-unreadable",
    "−1/1/2020": "date-unreadable", "/1/1/2020": "date-unreadable", "1//1/2020": "date-unreadable",
    "1--1-2020": "date-unreadable", ".1.1.2020": "date-unreadable",
    "21/12/1776": "year-out-of-range", "0000-00-00": "year-out-of-range",
}  # fmt: skip
TIMES = {
    "9:00": time(9), "٩:٠٠ م": time(21), "٩:٠٠ ص": time(9), "9 pm": time(21), "9pm": time(21), "9 p.m.": time(21),
    "21:00": time(21), "15:30:20": time(15, 30, 20), "12:00 am": time(0), "12 ظهراً": time(12),
    "3:30 عصراً": time(15, 30), "الساعة 3:30 بعد الظهر": time(15, 30), "at 11:05 a.m.": time(11, 5),
}  # fmt: skip
NO_MOMENTS = {
    "": "write-this", "21/12/2026": "time-missing", "21/12/2026 م": "time-missing", "9:00": "date-unreadable",
    "21/12/2026 25:00": "time-impossible", "21/12/2026 9:60": "time-impossible",
    "21/12/2026 15:30 am": "time-impossible", "21/12/2026 0:30 pm": "time-impossible",
    "21/12/2026 9:00 10:00": "date-unreadable", "21/12/26 9:00": "year-short",
    "-21/12/2026 9:00": "date-unreadable", "21/12/2026 9:-30": "date-unreadable",
}  # fmt: skip


class DatesForm(Form):
    """A form of both fields."""

    day = DayField("Day")
    other_day = DayField("Other day", needed=False)
    moment = MomentField("Moment")


@pytest.mark.parametrize("typed", DAYS)
def test_dates_are_read_as_people_write_them(typed: str) -> None:
    assert typed_day(typed) == DAY


def test_dates_are_read_day_first_where_both_would_be_possible() -> None:
    assert typed_day("1/2/2026") == date(2026, 2, 1)


@pytest.mark.parametrize("typed", NO_DAYS)
def test_dates_that_cannot_be_are_refused_with_what_is_wrong(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        typed_day(typed)
    assert refused.value.code == NO_DAYS[typed]


@pytest.mark.parametrize("clock", TIMES)
def test_dates_take_a_time_of_either_clock(clock: str) -> None:
    assert typed_moment(f"٢١/١٢/٢٠٢٦ {clock}") == datetime.combine(DAY, TIMES[clock])
    assert typed_moment(f"{clock} 21 December 2026") == datetime.combine(DAY, TIMES[clock])


@pytest.mark.parametrize("typed", NO_MOMENTS)
def test_dates_without_a_time_that_there_is_are_refused(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        typed_moment(typed)
    assert refused.value.code == NO_MOMENTS[typed]


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_dates_are_read_as_the_pages_write_them(lang: str) -> None:
    for month in range(1, 13):
        day = date(2026, month, 28)
        assert typed_day(formatted(day, "EEEE d MMMM y", lang)) == day
        assert typed_day(shown_day(day)) == day


def test_dates_of_a_form_are_shown_as_typed_and_day_first(app: Flask) -> None:
    with app.test_request_context("/en/", method="POST"):
        form = DatesForm(MultiDict({"day": "٢١/١٢/٢٠٢٦", "other_day": "", "moment": "31/2/2026 9:00"}))
        assert not form.validate()
        assert (form.day.data, form.other_day.data, form.moment.data) == (DAY, None, None)
        assert form.errors == {"moment": ["لا يوجد يوم بهذا الرقم في ذلك الشهر."]}
        assert form.day._value() == "٢١/١٢/٢٠٢٦"
        assert form.moment._value() == "31/2/2026 9:00"


def test_dates_of_a_record_are_shown_in_the_time_of_the_site(app: Flask) -> None:
    with app.test_request_context("/en/"):
        form = DatesForm(data={"day": DAY, "moment": datetime(2026, 12, 21, 12, 30, tzinfo=UTC)})
        assert form.day._value() == "21/12/2026"
        assert form.moment._value() == "21/12/2026 15:30"
