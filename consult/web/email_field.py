"""The field of a mail address: what it gives on is the one form of the address, what it shows is what was typed."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import EmailField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, ValidationError

from consult.shared.email_address import email_address
from consult.shared.errors import DomainError
from consult.web.wording import sentence


class AddressField(EmailField):  # type: ignore[misc]  # WTForms has no types
    """A mail address. Once it was found to be one, its data are its one form (``shared.email_address``)."""

    def __init__(self, label: Any = None, missing: Any = None, **given: Any) -> None:  # noqa: ANN401 - lazy words
        """Take the label, and the sentence for a field that was left empty."""
        needed = InputRequired(missing or _l("Write your email address."))
        super().__init__(label or _l("Email"), validators=[needed, _in_one_form], **given)

    def _value(self) -> str:
        """Return what was typed, for whoever has to correct it."""
        return str(self.raw_data[0] if self.raw_data else self.data or "")


def _in_one_form(_form: BaseForm, field: AddressField) -> None:
    try:
        field.data = email_address(field.data)
    except DomainError as problem:
        raise ValidationError(sentence(problem)) from problem
