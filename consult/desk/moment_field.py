"""A moment typed on one line, in the site's time zone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import StringField

from consult.shared.text import clean_line, western_digits
from consult.web.dates import local
from consult.web.settings import settings

_PATTERNS = ("%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_YEARS = range(2000, 2200)


def moment_of(typed: str) -> datetime | None:
    """Return the UTC moment of ``2026-12-21 15:30`` on the site's clock, in digits of either kind, or None."""
    text = western_digits(clean_line(typed)).replace("/", "-")
    for pattern in _PATTERNS:
        try:
            wall = datetime.strptime(text, pattern)  # noqa: DTZ007 - the site's zone is set below
        except ValueError:
            continue
        if wall.year in _YEARS:
            return wall.replace(tzinfo=ZoneInfo(settings().time_zone)).astimezone(UTC)
    return None


class MomentField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line that holds a moment: its data is aware and in UTC, None where nothing readable was typed."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return local(self.data).strftime("%Y-%m-%d %H:%M") if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; say how to type it where it cannot be read."""
        if not valuelist:
            return
        self.data = moment_of(str(valuelist[0]))
        if self.data is None:
            raise ValueError(_("Write day and time like this: 2026-12-21 15:30."))
