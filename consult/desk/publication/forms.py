"""Publishing an outcome."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from consult.web.forms import Form, Tick
from consult.web.number_field import number_of


class PublishForm(Form):
    """Which version is published; a correction says why, in both languages."""

    number = HiddenField()
    without_summary = Tick(_l("Publish it all the same"))
    reason_ar = TextAreaField(_l("Reason for the correction in Arabic"))
    reason_en = TextAreaField(_l("Reason for the correction in English"))

    @property
    def version(self) -> int:
        """The version's number as the page gave it; 0, which there never is, where it is no number."""
        return number_of(self.number.data) or 0
