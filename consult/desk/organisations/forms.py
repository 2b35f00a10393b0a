"""Deciding about an organisation that applied."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.consultations.lifecycle_forms import ReasonForm

_VERIFY, _REFUSE = "verify", "refuse"


class DecisionForm(ReasonForm):
    """Which way it is decided, and why."""

    decision = RadioField(
        _l("Decision"),
        choices=[
            SelectChoice(value=_VERIFY, label=_l("Verify: it is what it says, and who applied may speak for it")),
            SelectChoice(value=_REFUSE, label=_l("Refuse: it stays unseen, and may apply again")),
        ],
        validate_choice=False,
    )  # fmt: skip
    # Anew, because the decision stands above them on the page.
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))

    @property
    def verifies(self) -> bool | None:
        """Whether it is to be verified, or refused; None where neither is chosen."""
        return {_VERIFY: True, _REFUSE: False}.get(self.decision.data or "")
