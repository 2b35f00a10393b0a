"""Hiding and showing again."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice

from consult.moderation.policies import RULES
from consult.web.forms import Form
from consult.wording import LABELS


class RestoreForm(Form):
    """Why a contribution is shown again, in both languages. The service says what is missing."""

    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))


class HideForm(RestoreForm):
    """By which rule a contribution is hidden, and why."""

    rule = RadioField(
        _l("Rule"),
        choices=[SelectChoice(value=str(number), label=LABELS["rule"][str(number)]) for number in RULES],
        validate_choice=False,
    )
    # Anew, because the rule stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def chosen(self) -> int | None:
        """The number of the chosen rule; None where none of them is."""
        known = {str(number): number for number in RULES}
        return known.get(self.rule.data or "")
