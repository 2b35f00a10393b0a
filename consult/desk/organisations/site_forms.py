"""The body that runs the site, as it is typed."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, StringField, TextAreaField

from consult.organisations.services import SiteWords
from consult.web.forms import Form, plain_digits
from consult.web.measuring import LINE, TEXT, declare
from consult.web.number_field import number_of

NAMES = ("name_ar", "name_en", "unit_ar", "unit_en", "email", "phone", "links")
declare(LINE, "unit_ar", "unit_en", "phone")
declare(TEXT, "links")


class SiteForm(Form):
    """Names and units in both languages, and how to reach them; what stood when it was opened is sent along."""

    name_ar = StringField(_l("Name of the body in Arabic"))
    name_en = StringField(_l("Name of the body in English"))
    unit_ar = StringField(_l("Unit in Arabic"))
    unit_en = StringField(_l("Unit in English"))
    email = EmailField(_l("Email"))
    phone = StringField(_l("Telephone"), filters=[plain_digits])
    links = TextAreaField(_l("Web addresses"))
    seen = HiddenField()

    @property
    def said(self) -> SiteWords:
        """As the service takes it."""
        return SiteWords(**{name: self[name].data or "" for name in NAMES})

    @property
    def seen_number(self) -> int:
        """The number of what stood when the page was opened."""
        return number_of(self.seen.data) or 0

    def see(self, number: int) -> None:
        """Take what stands now for seen."""
        self.seen.data = str(number)
