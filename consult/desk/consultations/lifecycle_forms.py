"""Moving the closing, correcting and cancelling: each with its reason in both languages."""

from __future__ import annotations

from datetime import datetime

from flask_babel import lazy_gettext as _l
from wtforms import TextAreaField

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
    """The new closing and its reason."""

    closes_at = MomentField(_l("New closing"))
    # Anew, because the moment stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def closing(self) -> datetime | None:
        """The new closing in UTC, None where it cannot be read."""
        moment: datetime | None = self.closes_at.data
        return moment
