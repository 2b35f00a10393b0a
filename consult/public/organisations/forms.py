"""Applying for an organisation, inviting somebody to speak for it, and ending somebody's right to."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.organisations.policies import OFFERED
from consult.organisations.services import MOST_ABOUT, Application
from consult.web.email_field import AddressField
from consult.web.forms import Form
from consult.web.measuring import LINE, declare, room_for
from consult.wording import LABELS

declare(LINE, "name_ar", "name_en", "website")
declare(room_for(MOST_ABOUT), "about_ar", "about_en")


class ApplicationForm(Form):
    """What an organisation is. The service says what is missing."""

    kind = RadioField(
        _l("What kind of organisation it is"),
        choices=[
            SelectChoice(value=kind.value, label=LABELS["organisation"][kind.value]) for kind in OFFERED
        ],
        validate_choice=False,
    )
    name_ar = StringField(_l("Name in Arabic"))
    name_en = StringField(_l("Name in English"))
    about_ar = TextAreaField(_l("What it is, in Arabic"))
    about_en = TextAreaField(_l("What it is, in English"))
    website = StringField(_l("Website"))

    @property
    def application(self) -> Application:
        """The application as the service takes it."""
        names = ("kind", "name_ar", "name_en", "about_ar", "about_en", "website")
        return Application(**{name: self[name].data or "" for name in names})


class InviteForm(Form):
    """Whom to invite."""

    email = AddressField(_l("Email of the person"), _l("Write the address of the person whom you invite."))


class EndForm(Form):
    """Why somebody speaks for the organisation no more. The service says that it is missing."""

    reason = TextAreaField(_l("Reason, for the person to read"))
