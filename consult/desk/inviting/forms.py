"""Which organisations are invited, and who was told otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField
from wtforms.fields import SelectChoice

from consult.consultations.models import Told
from consult.consultations.services import OTHERWISE, ToldOtherwise
from consult.desk.checkboxes_field import CheckboxesField
from consult.desk.date_field import DayField
from consult.web.forms import Form
from consult.web.measuring import LINE, declare
from consult.wording import LABELS

declare(LINE, "told_ar", "told_en", "organisations")


class InviteForm(Form):
    """The organisations that are ticked."""

    organisations = CheckboxesField(_l("Organisations to invite"), choices=[], validate_choice=False)

    @classmethod
    def offering(cls, bodies: Sequence[tuple[str, str]]) -> InviteForm:
        """Return the form with these to choose from: slug and name."""
        form = cls()
        form.organisations.choices = [SelectChoice(value=slug, label=name) for slug, name in bodies]
        return form


class ToldForm(Form):
    """Somebody who was told on another way."""

    told_ar = StringField(_l("Who, in Arabic"))
    told_en = StringField(_l("Who, in English"))
    how = RadioField(
        _l("How?"),
        choices=[
            SelectChoice(value=each.value, label=LABELS["told"][each.value])
            for each in Told
            if each in OTHERWISE
        ],
        validate_choice=False,
    )
    told_on = DayField(_l("On which day"), needed=False)

    @property
    def told(self) -> ToldOtherwise:
        """What was typed."""
        return ToldOtherwise(
            self.told_ar.data or "", self.told_en.data or "", self.how.data or "", self.told_on.data
        )
