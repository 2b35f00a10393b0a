"""A time typed on one line as people write it: ``10:30``, ``٣ مساءً``."""

from __future__ import annotations

from typing import Any

from wtforms import StringField

from consult.shared.dates_typed import typed_clock
from consult.shared.errors import DomainError
from consult.web.wording import sentence


class ClockField(StringField):  # type: ignore[misc]  # WTForms has no types
    """A line that holds a time of the site's clocks, which may be left out: its data is a ``time`` or None."""

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return f"{self.data:%H:%M}" if self.data else ""

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Read what was typed; say what is wrong where it cannot be read."""
        if not valuelist:
            return
        self.data = None
        typed = str(valuelist[0])
        if not typed.strip():
            return
        try:
            self.data = typed_clock(typed)
        except DomainError as problem:
            raise ValueError(sentence(problem)) from problem
