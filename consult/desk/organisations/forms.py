"""Deciding about an organisation that applied."""

from __future__ import annotations

from datetime import date

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from consult.desk.consultations.lifecycle_forms import ReasonForm
from consult.desk.date_field import DayField
from consult.organisations.models import Organisation, OrganisationKind
from consult.organisations.policies import ENTERED
from consult.organisations.services import Application, Renaming
from consult.web.forms import Form, plain_digits
from consult.web.measuring import UNTYPED, declare
from consult.web.number_field import number_of
from consult.wording import LABELS

declare(UNTYPED, "seen_ar", "seen_en", "seen_website", "seen", "asked")

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


class AboutForm(Form):
    """What is said of a public body; what stood when the page was opened is sent along."""

    about_ar = TextAreaField(_l("What it is, in Arabic"))
    about_en = TextAreaField(_l("What it is, in English"))
    website = StringField(_l("Website"))
    seen_ar = HiddenField()
    seen_en = HiddenField()
    seen_website = HiddenField()

    @property
    def about(self) -> tuple[str, str]:
        """Arabic and English."""
        return self.about_ar.data or "", self.about_en.data or ""

    @property
    def seen(self) -> tuple[str, str, str]:
        """What stood when the page was opened."""
        return self.seen_ar.data or "", self.seen_en.data or "", self.seen_website.data or ""

    def see(self, body: Organisation) -> None:
        """Take what stands now for seen."""
        self.seen_ar.data, self.seen_en.data = body.about_ar, body.about_en
        self.seen_website.data = body.website


class NameForm(Form):
    """Another name of a body, since when and why; the name that stood when the page was opened is sent along."""

    name_ar = StringField(_l("Name in Arabic"))
    name_en = StringField(_l("Name in English"))
    happened_on = DayField(_l("Since when"))
    reason_ar = TextAreaField(_l("Reason in Arabic"))
    reason_en = TextAreaField(_l("Reason in English"))
    seen = HiddenField()

    @property
    def said(self) -> Renaming:
        """As the service takes it."""
        day: date | None = self.happened_on.data
        return Renaming(
            self.name_ar.data or "", self.name_en.data or "", day, self.reason_ar.data or "", self.reason_en.data or ""
        )  # fmt: skip

    @property
    def seen_id(self) -> int:
        """The name that stood when the page was opened, by its id; 0 where what was sent is no number."""
        return number_of(self.seen.data) or 0

    def see(self, name_id: int) -> None:
        """Take the name that stands now for seen."""
        self.seen.data = str(name_id)


class ConfirmEndingForm(Form):
    """That a standing is to be ended, or not; the act that asks for it is sent along."""

    asked = HiddenField()

    @property
    def asked_id(self) -> int:
        """The act whose page was seen; 0, which none is, where what was sent is no number."""
        return number_of(self.asked.data) or 0

    def see(self, asked: int) -> None:
        """Take the act that asks for it now for seen."""
        self.asked.data = str(asked)


class NewBodyForm(Form):
    """A public body that is entered: its kind, its names, and the end of its address."""

    kind = RadioField(
        _l("What kind of body it is"),
        choices=[
            SelectChoice(value=kind.value, label=LABELS["organisation"][kind.value])
            for kind in OrganisationKind
            if kind in ENTERED
        ],
        validate_choice=False,
    )
    name_ar = StringField(_l("Name in Arabic"))
    name_en = StringField(_l("Name in English"))
    slug = StringField(_l("Web address"), filters=[plain_digits])
    about_ar = TextAreaField(_l("What it is, in Arabic"))
    about_en = TextAreaField(_l("What it is, in English"))
    website = StringField(_l("Website"))

    @property
    def address(self) -> str:
        """The end of the web address."""
        return (self.slug.data or "").strip()

    @property
    def said(self) -> Application:
        """As the service takes it."""
        names = ("kind", "name_ar", "name_en", "about_ar", "about_en", "website")
        return Application(**{name: self[name].data or "" for name in names})
