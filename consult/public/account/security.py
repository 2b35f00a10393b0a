"""What was done to an account, in words for its owner: when, as what and why, never by whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from consult.accounts.models import AccountAct
from consult.web.labels import label


@dataclass(frozen=True)
class Done:
    """One act. ``reference`` is that of the contribution whose author was looked up, None for other acts."""

    at: datetime
    what: str
    by: str
    reason: str
    reference: str | None


def done(act: AccountAct) -> Done:
    """Return an act as its owner reads it."""
    what = label("account_act", act.kind)
    if "role" in act.details:
        what = _("%(act)s: %(role)s", act=what, role=label("role", act.details["role"]))
    reference = act.details.get("reference")
    return Done(act.at, what, _by(act.role), act.reason, str(reference) if reference else None)


def _by(role: str) -> str:
    if role == "owner":
        return str(_("By you"))
    if role == "operator":
        return str(_("By those who run this site"))
    return str(_("By somebody in the role of %(role)s", role=label("role", role)))
