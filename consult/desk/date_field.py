"""A day typed on one line as people write it: ``21/12/2026``, ``٢١ كانون الأول ٢٠٢٦``."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from wtforms import StringField

from consult.shared.dates_typed import typed_day
from consult.shared.errors import DomainError
from consult.web.wording import sentence


class DayField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line that holds a day: its data is a ``date``, None where nothing was typed or nothing readable.

    A form whose day may be left out says ``needed=False``; else an empty line is refused like what cannot be read.
    ``field`` of the components shows its hint, what was understood, and a button that picks a day.
    """

    picks: ClassVar[str] = "date"

    def __init__(self, label: Any = None, *, needed: bool = True, **kwargs: Any) -> None:  # noqa: ANN401 - WTForms'
        """Take what a field of WTForms takes, and whether something has to be typed."""
        super().__init__(label, **kwargs)
        self.needed = needed

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return shown_day(self.data) if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; say what is wrong where it cannot be read."""
        if not valuelist:
            return
        self.data = None
        typed = str(valuelist[0])
        if not typed.strip() and not self.needed:
            return
        try:
            self.data = typed_day(typed)
        except DomainError as problem:
            raise ValueError(sentence(problem)) from problem


def shown_day(day: date) -> str:
    """Return a day in the form in which a field holds it: day first, with four digits of its year."""
    return f"{day.day:02d}/{day.month:02d}/{day.year}"
