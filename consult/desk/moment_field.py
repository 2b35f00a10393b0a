"""A moment typed on one line as people write it, in the site's time zone: ``21/12/2026 3:30 pm``."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from wtforms import StringField

from consult.desk.date_field import shown_day
from consult.shared.dates_typed import typed_moment
from consult.shared.errors import DomainError
from consult.web.dates import local
from consult.web.settings import settings
from consult.web.wording import sentence


def moment_of(typed: str) -> datetime:
    """Return the UTC moment of ``21/12/2026 15:30`` on the site's clock; DomainError says why it is none."""
    return typed_moment(typed).replace(tzinfo=ZoneInfo(settings().time_zone)).astimezone(UTC)


class MomentField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line that holds a moment: its data is aware and in UTC, None where nothing readable was typed."""

    picks: ClassVar[str] = "datetime-local"

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown_moment(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; say what is wrong where it cannot be read."""
        if not valuelist:
            return
        self.data = None
        try:
            self.data = moment_of(str(valuelist[0]))
        except DomainError as problem:
            raise ValueError(sentence(problem)) from problem


def shown_moment(moment: datetime) -> str:
    """Return a moment in the form in which a field holds it: the day first, then the hour of 24."""
    wall = local(moment)
    return f"{shown_day(wall.date())} {wall:%H:%M}"
