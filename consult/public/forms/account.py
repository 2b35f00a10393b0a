"""Registering, signing in, a new password, preferences."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, RadioField, StringField
from wtforms.fields import SelectChoice
from wtforms.validators import Email, InputRequired, Length, ValidationError

from consult.accounts.services import NAME_MAX, check_password_rules
from consult.shared.errors import DomainError
from consult.shared.text import clean_line
from consult.web.forms import Form
from consult.web.settings import settings
from consult.web.wording import sentence

_EMAIL_MAX = 320
_LANGUAGES = [SelectChoice(value="ar", label="العربية"), SelectChoice(value="en", label="English")]


def _line(value: str | None) -> str | None:
    """WTForms filter: one line without marks that cannot be seen."""
    return clean_line(value) if value else value


def _email() -> EmailField:
    return EmailField(
        _l("Email"),
        filters=[_line],
        validators=[
            InputRequired(_l("Write your email address.")),
            Length(max=_EMAIL_MAX, message=_l("This address is too long.")),
            Email(_l("Complete the address, as in name@example.org.")),
        ],
    )


def _check_password(field: PasswordField) -> None:
    try:
        check_password_rules(field.data)
    except DomainError as problem:
        raise ValidationError(sentence(problem)) from problem


class LoginForm(Form):
    """Signing in. A password is not checked here: one that is refused gets the one answer for all."""

    email = EmailField(
        _l("Email"), filters=[_line], validators=[InputRequired(_l("Write your email address."))]
    )
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password."))])
    next = HiddenField()


class RegistrationForm(Form):
    """Registering."""

    email = _email()
    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Choose a password."))])
    public_name = StringField(
        _l("Name to be shown"),
        filters=[_line],
        validators=[Length(max=NAME_MAX, message=_l("Choose a shorter name: 100 characters at most."))],
    )
    of_age = BooleanField()
    next = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - passed on as they are
        """Name the age that this installation asks for."""
        super().__init__(*args, **kwargs)
        self.of_age.label.text = _("I am %(age)s years old or older", age=settings().min_age)

    def validate_password(self, field: PasswordField) -> None:
        """Say what the domain will say, together with what else is to be corrected."""
        _check_password(field)

    def validate_of_age(self, field: BooleanField) -> None:
        """Likewise."""
        if not field.data:
            raise ValidationError(sentence(DomainError("declare-age")))


class ConfirmForm(Form):
    """The password that was chosen at registration."""

    password = PasswordField(_l("Password"), validators=[InputRequired(_l("Write your password."))])


class AddressForm(Form):
    """An address that a link is to be sent to."""

    email = _email()


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(_l("New password"), validators=[InputRequired(_l("Choose a password."))])

    def validate_password(self, field: PasswordField) -> None:
        """Say what the domain will say."""
        _check_password(field)


class PreferencesForm(Form):
    """How a person is shown, and the language they are written to in."""

    public_name = StringField(
        _l("Name to be shown"),
        filters=[_line],
        validators=[Length(max=NAME_MAX, message=_l("Choose a shorter name: 100 characters at most."))],
    )
    language = RadioField(_l("Language of our mails"), choices=_LANGUAGES)
