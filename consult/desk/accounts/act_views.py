"""The log of what staff did to accounts, for administrators and auditors."""

from __future__ import annotations

from flask import render_template

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.accounts import presenters
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.pagination import before


@blueprint.get("/accounts/log/")
@access("staff")
def account_acts() -> str:
    """Show the acts, newest first."""
    actor = signed_in_actor()
    or_404(actor, may(actor, Act.READ_ACTS))
    return render_template("desk/accounts/log.html", **presenters.log(reading(), before()))
