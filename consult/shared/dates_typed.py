"""Days and times as people write them: day first, in digits of either kind, with the months of the Levant and others.

What can be read in two ways is read day first (``1/2/2026`` is the first of February); a year has four digits. What
cannot be read is refused with a code that says what is wrong with it. Pure, and near linear: a line of more than
``_MOST`` letters is no date.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, datetime, time

from consult.shared.errors import DomainError
from consult.shared.folding import fold
from consult.shared.text import clean_line, western_digits

YEARS = range(1900, 2200)
# Letters of a line, digits of a year and of a day, figures of a time, hours of half a day.
_MOST, _YEAR, _SHORT, _FIGURES, _HALF_DAY = 80, 4, 2, 3, 12
_PART = re.compile(r"[0-9]+|[^\W\d_]+|[^\w\s]")
_DOTTED = re.compile(r"\b([ap])\.\s?m\b\.?")
_BETWEEN = frozenset("/-.,،")
# Words that say no more than that a day or a time follows; م beside a year is the era.
_FILLING = frozenset(("الساعه", "يوم", "في", "من", "at", "on", "of", "the", "t", "st", "nd", "rd", "th", "م"))
_MONTHS = (
    ("january", "jan", "كانون الثاني", "يناير"),
    ("february", "feb", "شباط", "فبراير"),
    ("march", "mar", "اذار", "مارس"),
    ("april", "apr", "نيسان", "ابريل"),
    ("may", "ايار", "مايو", "ماي"),
    ("june", "jun", "حزيران", "يونيو", "يونيه"),
    ("july", "jul", "تموز", "يوليو", "يوليه"),
    ("august", "aug", "اب", "اغسطس"),
    ("september", "sept", "sep", "ايلول", "سبتمبر"),
    ("october", "oct", "تشرين الاول", "اكتوبر"),
    ("november", "nov", "تشرين الثاني", "نوفمبر"),
    ("december", "dec", "كانون الاول", "ديسمبر"),
)
_WEEKDAYS = (
    ("monday", "mon", "الاثنين", "الإثنين"),
    ("tuesday", "tue", "الثلاثاء"),
    ("wednesday", "wed", "الاربعاء"),
    ("thursday", "thu", "الخميس"),
    ("friday", "fri", "الجمعه"),
    ("saturday", "sat", "السبت"),
    ("sunday", "sun", "الاحد"),
)
_HALVES = (
    ("am", "ص", "صباحا", "قبل الظهر"),
    ("pm", "م", "مساء", "ظهرا", "عصرا", "بعد الظهر"),
)


def _numbered(rows: tuple[tuple[str, ...], ...], first: int) -> dict[str, int]:
    return {fold(word): number for number, words in enumerate(rows, first) for word in words}


_MONTH, _WEEKDAY, _HALF = _numbered(_MONTHS, 1), _numbered(_WEEKDAYS, 0), _numbered(_HALVES, 0)


@dataclass(slots=True)
class _Read:
    """What was found so far: the time, the numbers and months in their order, and the weekday."""

    clock: time | None = None
    numbers: list[str] = field(default_factory=list)
    months: set[int] = field(default_factory=set)
    weekday: int | None = None


def typed_day(value: str) -> date:
    """Return the day that ``value`` means, as ``٢١ كانون الأول ٢٠٢٦``; else DomainError says what is wrong."""
    found = _read(value)
    if found.clock is not None:
        raise DomainError("day-with-time")
    return _day(found)


def typed_moment(value: str) -> datetime:
    """Return the moment that ``value`` means on the wall's clock: a day and a time, ``21/12/2026 3:30 pm``."""
    found = _read(value)
    if found.clock is None:
        raise DomainError("time-missing" if found.numbers else "date-unreadable")
    return datetime.combine(_day(found), found.clock)


def typed_clock(value: str) -> time:
    """Return the time that ``value`` means on the wall's clock: ``10``, ``10:30``, ``3 pm``, ``٣ مساءً``."""
    parts, found = _parts(value), _Read()
    if len(parts) == 1 and _is_short(parts, 0):
        return _clock([int(parts[0])], None)
    if _time(parts, 0, found) != len(parts) or found.clock is None:
        raise DomainError("time-unreadable")
    return found.clock


def _parts(value: str) -> list[str]:
    """Return the numbers, words and signs of ``value``, as they are searched for here."""
    line = clean_line(value)
    if not line:
        raise DomainError("write-this")
    if len(line) > _MOST:
        raise DomainError("date-unreadable")
    plain = western_digits(line)
    # Folding makes a number of ² and ½ as well, which nobody means.
    if any(sign.isnumeric() and not sign.isascii() for sign in plain):
        raise DomainError("date-unreadable")
    return _PART.findall(_DOTTED.sub(r"\1m", fold(plain)))


def _read(value: str) -> _Read:
    parts, found, at = _parts(value), _Read(), 0
    while at < len(parts):
        taken = _time(parts, at, found) or _word(parts, at, found)
        if not taken:
            raise DomainError("date-unreadable")
        at += taken
    return found


def _time(parts: list[str], at: int, found: _Read) -> int:
    """Take a time that begins at ``at``; how many parts it is of, 0 where none does."""
    if not _is_short(parts, at):
        return 0
    figures, end = [int(parts[at])], at + 1
    while len(figures) < _FIGURES and parts[end : end + 1] == [":"] and _is_short(parts, end + 1):
        figures.append(int(parts[end + 1]))
        end += 2
    half, words = _known(parts, end, _HALF)
    if len(figures) == 1 and (half is None or (at and parts[at - 1] in _BETWEEN - {",", "،"})):
        return 0
    if found.clock is not None:
        raise DomainError("date-unreadable")
    found.clock = _clock(figures, half)
    return end + words - at


def _is_short(parts: list[str], at: int) -> bool:
    """Whether a number of one or two digits stands at ``at``."""
    return at < len(parts) and parts[at].isdecimal() and len(parts[at]) <= _SHORT


def _clock(figures: list[int], half: int | None) -> time:
    hour, minute, second = (*figures, 0, 0)[:_FIGURES]
    if half is not None:
        if hour == 0 or (half == 0 and hour > _HALF_DAY):
            raise DomainError("time-impossible")
        hour = hour if hour > _HALF_DAY else hour % _HALF_DAY + _HALF_DAY * half
    try:
        return time(hour, minute, second)
    except ValueError:
        raise DomainError("time-impossible") from None


def _known(parts: list[str], at: int, words: dict[str, int]) -> tuple[int | None, int]:
    """Return what the one or two parts at ``at`` mean in ``words``, and how many they are."""
    for length in (2, 1):
        number = words.get(" ".join(parts[at : at + length])) if at + length <= len(parts) else None
        if number is not None:
            return number, length
    return None, 0


def _word(parts: list[str], at: int, found: _Read) -> int:
    """Take a number, a month, a weekday or what means nothing; how many parts that is, 0 for what is not known."""
    part = parts[at]
    if part.isdecimal():
        found.numbers.append(part)
        return 1
    month, length = _known(parts, at, _MONTH)
    if month is not None:
        found.months.add(month)
        return length
    weekday, length = _known(parts, at, _WEEKDAY)
    if weekday is not None:
        found.weekday = weekday
        return length
    return 1 if part in _FILLING or _parts_two(parts, at) else 0


def _parts_two(parts: list[str], at: int) -> bool:
    """Whether the sign at ``at`` parts what is before it from what follows: ``-1`` is no day, nor is ``1/-1``."""
    before = parts[at - 1] if at else "-"
    # A comma may follow the point of a word that is shortened: «Dec., 2026».
    return parts[at] in _BETWEEN and (before not in _BETWEEN or (before == "." and parts[at] in ",،"))


def _day(found: _Read) -> date:
    year, month, number = _figures(found)
    if year not in YEARS:
        raise DomainError("year-out-of-range", first=YEARS[0], last=YEARS[-1])
    if not 1 <= month <= _HALF_DAY:
        raise DomainError("month-impossible", number=month)
    try:
        day = date(year, month, number)
    except ValueError:
        raise DomainError("day-impossible") from None
    if found.weekday not in {None, day.weekday()}:
        raise DomainError("weekday-differs")
    return day


def _figures(found: _Read) -> tuple[int, int, int]:
    """Return year, month and day, not yet known to be possible."""
    numbers, months = found.numbers, sorted(found.months)
    if len(months) > 1 or not numbers or any(len(number) > _YEAR for number in numbers):
        raise DomainError("date-unreadable")
    years = [number for number in numbers if len(number) == _YEAR]
    wanted = 2 if months else 3
    if len(numbers) == wanted - 1 and not years:
        raise DomainError("year-missing")
    if (
        len(numbers) != wanted
        or len(years) > 1
        or any(len(number) > _SHORT for number in set(numbers) - set(years))
    ):
        raise DomainError("date-unreadable")
    if not years:
        raise DomainError("year-short")
    if numbers[0] in years:
        numbers = numbers[::-1]
    if months:
        return int(numbers[1]), months[0], int(numbers[0])
    if numbers[2] not in years:
        raise DomainError("date-unreadable")
    return int(numbers[2]), int(numbers[1]), int(numbers[0])
