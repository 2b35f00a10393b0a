"""Moving the closing, correcting and cancelling: each with its reason in both languages."""

from __future__ import annotations

from datetime import datetime
from typing import cast

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, TextAreaField

from consult.desk.moment_field import MomentField
from consult.web.forms import Form


class ReasonForm(Form):
    """Why, as the public will read it. The service says what is missing."""

    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def reason(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.reason_ar.data or "", self.reason_en.data or ""


class ErratumForm(ReasonForm):
    """What is corrected, in both languages."""

    reason_ar = TextAreaField(_l("Correction in Arabic"))
    reason_en = TextAreaField(_l("Correction in English"))


class ExtendForm(ReasonForm):
    """The new closing and its reason; ``confirmed`` is the closing whose consequences were seen."""

    closes_at = MomentField(_l("New closing"))
    # Anew, because the moment stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    confirmed = HiddenField()

    @property
    def closing(self) -> datetime:
        """The new closing in UTC; ask only after ``validate``."""
        return cast("datetime", self.closes_at.data)

    @property
    def is_confirmed(self) -> bool:
        """Whether what this very closing will do was shown before; ask only after ``validate``."""
        return bool(self.confirmed.data == self.closing.isoformat())

    def confirm(self) -> None:
        """Let the form, sent once more as it is, be what is done."""
        self.confirmed.data = self.closing.isoformat()
