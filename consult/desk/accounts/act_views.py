"""The log of what staff did to accounts, for administrators and auditors."""

from __future__ import annotations

from consult.accounts.policies import may
from consult.accounts.policies.permissions import Act
from consult.desk import blueprint
from consult.desk.accounts.presenters import log_page
from consult.web.access import access, or_404
from consult.web.database import reading
from consult.web.identity import signed_in_actor
from consult.web.pagination import before
from consult.web.rendering import render_page


@blueprint.get("/accounts/log/")
@access("staff")
def account_acts() -> str:
    """Show the acts, newest first."""
    actor = signed_in_actor()
    or_404(actor, may(actor, Act.READ_ACTS))
    return render_page("desk/accounts/log.html", log_page(reading(), before()))
