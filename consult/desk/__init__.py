"""The staff's face: drafting, moderating, theming, answering, publishing; accounts and organisations."""

from __future__ import annotations

from flask import Blueprint, Flask, request

from consult.accounts.models import Role
from consult.presenters.kept_forms import kept_here
from consult.web.discovery import import_modules
from consult.web.identity import current_actor
from consult.web.kept_forms import has_kept_forms
from consult.web.labels import label

# Who holds several is called by the first.
STAFF_ROLES = (
    Role.ADMINISTRATOR, Role.COORDINATOR, Role.SECRETARY, Role.OFFICER, Role.PUBLISHER, Role.MODERATOR,
    Role.AUDITOR,
)  # fmt: skip
blueprint = Blueprint("desk", __name__, url_prefix="/<any(ar, en):lang>/desk")


@blueprint.context_processor
def _whose() -> dict[str, object]:
    """Return as what the signed-in person is here: the header of the desk names the role, never the address."""
    actor = current_actor()
    held = {role for role, _scope in actor.grants} if actor else set()
    return {
        "desk_role": next((label("role", role) for role in STAFF_ROLES if role in held), ""),
        "kept_here": kept_here,
        "keeps_typed": has_kept_forms(request.endpoint),
    }


def init(app: Flask) -> None:
    """Register the views."""
    import_modules(__name__, __path__, ending="views")
    app.register_blueprint(blueprint)
