"""Registering, signing in, a new password, a new address, preferences."""

from __future__ import annotations

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from consult.accounts.services import check_password_rules, checked_name
from consult.organisations.queries import name_skeletons
from consult.shared.errors import DomainError
from consult.web.database import reading
from consult.web.email_field import AddressField
from consult.web.forms import Form, Tick
from consult.web.measuring import ADDRESS, LINE, SECRET, declare
from consult.web.settings import settings
from consult.web.wording import sentence

declare(ADDRESS, "email")
declare(SECRET, "password", "present")
declare(LINE, "public_name")
_LANGUAGES = [SelectChoice(value="ar", label="العربية"), SelectChoice(value="en", label="English")]


def _public_name() -> StringField:
    """Return the field of the name to be shown: as it was typed, so that what is refused is told and not mended."""
    return StringField(_l("Name to be shown"))


def _present_password() -> PasswordField:
    return PasswordField(_l("Your present password"), validators=[InputRequired(_l("Write your password."))])


def _new_password() -> PasswordField:
    return PasswordField(_l("New password"), validators=[InputRequired(_l("Choose a password."))])


def _check_password(field: PasswordField, email: str = "") -> None:
    try:
        check_password_rules(field.data, email=email)
    except DomainError as problem:
        raise ValidationError(sentence(problem)) from problem


class LoginForm(Form):
    """Signing in. Address and password are not checked here: what is refused gets the one answer for all."""

    email = EmailField(_l("Email"), validators=[InputRequired(_l("Write your email address."))])
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password."))])
    next = HiddenField()


class RegistrationForm(Form):
    """Registering."""

    email = AddressField()
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Choose a password."))])
    public_name = _public_name()
    of_age = Tick()
    next = HiddenField()

    def __init__(self, **stored: str | None) -> None:
        """Name the age that this installation asks for."""
        super().__init__(**stored)
        self.of_age.label.text = _("I am %(age)s years old or older", age=settings().min_age)

    def validate_password(self, field: PasswordField) -> None:
        """Say what the domain will say, together with what else is to be corrected."""
        _check_password(field, self.email.data or "")

    def validate_public_name(self, field: StringField) -> None:
        """Likewise."""
        try:
            checked_name(field.data or "", name_skeletons(reading()))
        except DomainError as problem:
            raise ValidationError(sentence(problem)) from problem

    def validate_of_age(self, field: Tick) -> None:
        """Likewise."""
        if not field.data:
            raise ValidationError(sentence(DomainError("declare-age")))


class ConfirmForm(Form):
    """The password that was chosen at registration."""

    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password."))])


class AddressForm(Form):
    """An address that a link is to be sent to."""

    email = AddressField()


class NewPasswordForm(Form):
    """A new password."""

    password = _new_password()

    def validate_password(self, field: PasswordField) -> None:
        """Say what the domain will say."""
        _check_password(field)


class PasswordChangeForm(Form):
    """The present password and the one that takes its place."""

    present = _present_password()
    password = _new_password()

    def __init__(self, email: str) -> None:
        """Keep the address of the account: it is no password for itself."""
        super().__init__()
        self._own_address = email

    def validate_password(self, field: PasswordField) -> None:
        """Say what the domain will say."""
        _check_password(field, self._own_address)


class AddressChangeForm(Form):
    """The address that an account is to move to, and its present password."""

    email = AddressField(_l("New email address"))
    present = _present_password()


class MailsForm(Form):
    """Which mails come."""

    receipts = Tick(_l("A receipt for each thing I say"))
    answers = Tick(_l("The answer to what I said"))


class PreferencesForm(MailsForm):
    """How a person is shown, the language they are written to in, and which mails come."""

    public_name = _public_name()
    language = RadioField(_l("Language of our mails"), choices=_LANGUAGES)
