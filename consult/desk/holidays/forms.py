"""One holiday: its day, its name and who says so."""

from __future__ import annotations

from datetime import date
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from consult.desk.date_field import DayField
from consult.holidays.models import Day
from consult.web.forms import Form, Tick
from consult.web.measuring import LINE, declare

declare(LINE, "day", "name_ar", "name_en", "source_ar", "source_en")


class HolidayForm(Form):
    """A holiday as it is added or changed. The service says what is missing."""

    day = DayField(_l("Day"))
    name_ar = StringField(_l("Name in Arabic"))
    name_en = StringField(_l("Name in English"))
    source_ar = StringField(_l("Source in Arabic"))
    source_en = StringField(_l("Source in English"))
    expected = Tick(_l("The day is expected, and not announced yet"))

    @property
    def holiday(self) -> Day:
        """What is filled in; ask only after ``validate``."""
        return Day(
            day=cast("date", self.day.data), name_ar=self.name_ar.data or "", name_en=self.name_en.data or "",
            source_ar=self.source_ar.data or "", source_en=self.source_en.data or "",
            expected=bool(self.expected.data),
        )  # fmt: skip
