"""Moments as people read them: by the site's zone, Latin digits, the Levant's months, weekday and hour in words."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import format_date, get_timezone_location
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from consult.web.locale import LANGUAGES, language
from consult.web.settings import settings

_NOON, _AFTERNOON, _EVENING = 12, 15, 18


def site_zone() -> ZoneInfo:
    """Return the zone of the site, by whose clocks days begin and end."""
    return _zone(settings().time_zone)


def local(moment: datetime) -> datetime:
    """Return ``moment`` in the zone of the site."""
    return moment.astimezone(_zone(settings().time_zone))


@lru_cache(maxsize=8)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


def zoned(moment: str) -> str:
    """Return a moment in words with the zone whose clock says so: ``21 December 2023, 3:30 pm, Amman time``."""
    return str(_("%(moment)s, %(city)s time", moment=moment, city=city()))


def city() -> str:
    """Return the city by whose clock the site goes."""
    zone = settings().time_zone
    # Babel's Arabic name of Amman reads like that of Oman.
    return str(pgettext("city", "Amman")) if zone == "Asia/Amman" else _city(zone, language())


@lru_cache(maxsize=32)
def _city(zone: str, lang: str) -> str:
    return str(get_timezone_location(zone, locale=LANGUAGES[lang], return_city=True))


def iso(moment: datetime) -> str:
    """Return ``moment`` for a ``datetime`` attribute."""
    return local(moment).isoformat(timespec="minutes")


def day(moment: datetime | date, *, year: bool = True, weekday: bool = False) -> str:
    """Return the day: ``28 November 2023``, in Arabic by the months of the Levant."""
    when = local(moment).date() if isinstance(moment, datetime) else moment
    pattern = ("EEEE d MMMM" if weekday else "d MMMM") + (" y" if year else "")
    return formatted(when, pattern, language())


@lru_cache(maxsize=4096)
def formatted(when: date, pattern: str, lang: str) -> str:
    """Return a day by a pattern of Babel's, in a language."""
    return format_date(when, pattern, LANGUAGES[lang]).replace("\u200f", "")


def span(first: date, last: date | None) -> str:
    """Return the days from one to another, or one day."""
    if last is None or last == first:
        return day(first, weekday=True)
    return str(_("from %(first)s to %(last)s", first=day(first), last=day(last)))


def clock_time(moment: datetime) -> str:
    """Return the hour: ``3:30 pm``, in Arabic by its part of the day."""
    when = local(moment)
    face = f"{when.hour % 12 or 12}:{when.minute:02d}"
    if when.hour < _NOON:
        return str(_("%(time)s am", time=face))
    # Arabic names three parts of the day after noon, English one.
    if when.hour < _AFTERNOON:
        return str(pgettext("noon", "%(time)s pm", time=face))
    if when.hour < _EVENING:
        return str(pgettext("afternoon", "%(time)s pm", time=face))
    return str(pgettext("evening", "%(time)s pm", time=face))


def full(moment: datetime) -> str:
    """Return weekday, day and hour: ``Thursday 21 December 2023, 3:30 pm``."""
    return str(_("%(day)s, %(hour)s", day=day(moment, weekday=True), hour=clock_time(moment)))


def days_left(now: datetime, until: datetime) -> str:
    """Return in words how long until ``until``: whole days, then hours."""
    seconds = max(0, int((until - now).total_seconds()))
    days = seconds // 86_400
    if days:
        return str(ngettext("%(num)s day left", "%(num)s days left", days))
    hours = max(1, seconds // 3600)
    if seconds == 0:
        return str(_("closed"))
    return str(ngettext("%(num)s hour left", "%(num)s hours left", hours))
