"""Granting roles, finding an account, and the reasons for what is done to one."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import EmailField, RadioField, SelectField, TextAreaField
from wtforms.fields import SelectChoice

from consult.accounts.models import SITE, Role
from consult.plans.queries import Place
from consult.web.forms import Form
from consult.web.rendering import localized
from consult.wording import LABELS


class WhyForm(Form):
    """Why something is done to an account. The service says what is missing."""

    reason = TextAreaField(_l("Reason"))


class FindForm(Form):
    """The address of the account that is looked for."""

    email = EmailField(_l("Email"))


class GrantForm(Form):
    """Who gets which role, where and why."""

    email = EmailField(_l("Email"))
    role = RadioField(
        _l("Role"),
        choices=[SelectChoice(value=role.value, label=LABELS["role"][role.value]) for role in Role],
        validate_choice=False,
    )
    scope = SelectField(_l("Where"), validate_choice=False)
    reason = TextAreaField(_l("Reason"))

    def offer(self, places: Iterable[Place]) -> None:
        """Offer the whole site and ``places``; nothing is chosen before somebody chooses."""
        self.scope.choices = [
            SelectChoice(value="", label=_("Choose")),
            SelectChoice(value=SITE, label=_("The whole site")),
            *(SelectChoice(value=place.scope, label=localized(place, "name")) for place in places),
        ]

    @property
    def chosen_role(self) -> Role | None:
        """The role; None where none of those offered is chosen."""
        known = {role.value: role for role in Role}
        return known.get(self.role.data or "")

    @property
    def chosen_scope(self) -> str | None:
        """The scope; None where none of those offered is chosen."""
        offered = {str(choice.value) for choice in self.scope.choices} - {""}
        return self.scope.data if self.scope.data in offered else None
