"""Publishing an outcome."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from consult.web.forms import Form

_LARGEST = 9


class PublishForm(Form):
    """Which version is published; a correction says why, in both languages."""

    number = HiddenField()
    reason_ar = TextAreaField(_l("Reason for the correction in Arabic"))
    reason_en = TextAreaField(_l("Reason for the correction in English"))

    @property
    def version(self) -> int:
        """The version's number as the page gave it; 0, which there never is, where it is no number."""
        typed = self.number.data or ""
        fits = typed.isascii() and typed.isdecimal() and len(typed) <= _LARGEST
        return int(typed) if fits else 0
