"""What any form may have to be told, whatever it is about."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "write-this": _l("Write this: it cannot be left empty."),
    "refused-marks": _l(
        "Hidden marks stand in these words, which turn the direction of what is around them or steer a device. They "
        "often come with what is copied from a chat. Remove them with the button here, look at the result and send it."
    ),
    "too-long": _l("This is too long: at most %(most)s characters."),
    "marks-piled": _l("More than %(most)s marks stand on one letter here. Take some of them away."),
    "choose-one": _l("Choose one of these."),
    "reason-short": _l("Say a little more: at least %(least)s characters."),
    "write-either": _l("Write this in one language at least."),
    "day-to-come": _l("Choose today or an earlier day."),
    "edited-meanwhile": _l("Somebody else saved this while you were writing. Both texts stand below."),
    "already-decided": _l("This was decided already. The log shows how."),
    "already-done": _l("This was done already. The log shows when."),
    "date-unreadable": _l("This cannot be read as a date. Write it like 21/12/2026 or 21 December 2026."),
    "day-with-time": _l("Write the day alone, without a time."),
    "time-unreadable": _l("This cannot be read as a time. Write it like 10:30 or 3 pm."),
    "time-missing": _l("Write the time after the day, like 21/12/2026 15:30 or 21/12/2026 3:30 pm."),
    "time-impossible": _l("There is no such time. Write it like 15:30 or 3:30 pm."),
    "year-missing": _l("Write the year as well, like 21/12/2026."),
    "year-short": _l("Write all four digits of the year, like 21/12/2026."),
    "year-out-of-range": _l("Write a year from %(first)s to %(last)s."),
    "month-impossible": _l("There is no month %(number)s. Write the day first, then the month: 21/12/2026."),
    "day-impossible": _l("That month has no such day."),
    "weekday-differs": _l("That day is another day of the week. Correct the date, or leave the weekday out."),
    "try-again": _l("Somebody did the same at this very moment. Send it again."),
}
