"""The log of what staff did to accounts, for administrators and auditors."""

from __future__ import annotations

from flask import render_template

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint, showing_accounts
from consult.web.access import access, found
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.keyset import before


@blueprint.get("/accounts/log/")
@access("staff")
def account_acts() -> str:
    """Show the acts, newest first."""
    actor = signed_in_actor()
    found(actor, may(actor, Act.READ_ACTS))
    return render_template("desk/accounts/log.html", **showing_accounts.log(reading(), before()))
