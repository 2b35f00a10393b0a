"""Asking that words be erased, and deciding about it."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, TextAreaField
from wtforms.fields import SelectChoice

from consult.moderation.policies import RULES
from consult.web.forms import Form
from consult.wording import LABELS

NO_RULE = "none"


class AskForm(Form):
    """Why a moderator asks; whoever decides reads it, and nobody else."""

    reason = TextAreaField(_l("Why should it be erased?"))


class EraseForm(Form):
    """The ground on which words are erased, as it is published, and the rule behind it where there is one."""

    rule = RadioField(
        _l("Rule"),
        choices=[
            SelectChoice(value=NO_RULE, label=_l("No rule: another ground")),
            *(SelectChoice(value=str(number), label=LABELS["rule"][str(number)]) for number in RULES),
        ],
        default=NO_RULE,
        validate_choice=False,
    )
    reason_ar = TextAreaField(_l("Ground in Arabic"))
    reason_en = TextAreaField(_l("Ground in English"))

    @property
    def chosen(self) -> int | None:
        """The number of the chosen rule, None for another ground; 0, which no rule has, for anything else."""
        known = {str(number): number for number in RULES}
        return None if self.rule.data == NO_RULE else known.get(self.rule.data or "", 0)


class RefuseForm(Form):
    """What the author is told where the words stay."""

    answer = TextAreaField(_l("Answer to the author"))
