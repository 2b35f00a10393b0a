"""The official holidays of Jordan as they are shipped, each with where it comes from.

Four have the same date each year. The others follow the moon: their days are those of the Umm al-Qura calendar, and
stand as expected, because the Prime Ministry announces them nearer the time. Whoever keeps holidays at the desk
corrects them then.
"""

from __future__ import annotations

from datetime import date, timedelta

from consult.holidays.models import Day

_FIXED = ("عطلة رسمية بتاريخ ثابت كل عام", "An official holiday with the same date each year")
_LUNAR = (
    "متوقعة بحسب تقويم أم القرى، وتُعلن رئاسة الوزراء موعدها",
    "Expected by the Umm al-Qura calendar; the Prime Ministry announces the day",
)
_EACH_YEAR = (
    (1, 1, "رأس السنة الميلادية", "New Year's Day"),
    (5, 1, "عيد العمال", "Labour Day"),
    (5, 25, "عيد الاستقلال", "Independence Day"),
    (12, 25, "عيد الميلاد المجيد", "Christmas Day"),
)
_YEARS = (2026, 2027)
# First day, number of days, names.
_BY_THE_MOON = (
    (date(2026, 3, 20), 3, "عيد الفطر", "Eid al-Fitr"),
    (date(2026, 5, 26), 5, "عيد الأضحى", "Eid al-Adha"),
    (date(2026, 6, 16), 1, "رأس السنة الهجرية", "Hijri New Year"),
    (date(2026, 8, 25), 1, "المولد النبوي الشريف", "The Prophet's Birthday"),
    (date(2027, 3, 9), 3, "عيد الفطر", "Eid al-Fitr"),
    (date(2027, 5, 15), 5, "عيد الأضحى", "Eid al-Adha"),
    (date(2027, 6, 6), 1, "رأس السنة الهجرية", "Hijri New Year"),
    (date(2027, 8, 14), 1, "المولد النبوي الشريف", "The Prophet's Birthday"),
)
_ALL = (
    *(Day(date(year, *when), *names, *_FIXED) for year in _YEARS for *when, names in (
        (month, day, (ar, en)) for month, day, ar, en in _EACH_YEAR
    )),
    *(
        Day(first + timedelta(days=after), ar, en, *_LUNAR, expected=True)
        for first, number, ar, en in _BY_THE_MOON
        for after in range(number)
    ),
)  # fmt: skip
SHIPPED = {day.day: day for day in _ALL}
