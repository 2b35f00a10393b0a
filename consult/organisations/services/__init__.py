"""Adding, applying, verifying, inviting: who may speak as an organisation."""

from __future__ import annotations

from consult.organisations.services.adding import add, reorder
from consult.organisations.services.applying import MOST_ABOUT, MOST_NAME, Application, apply
from consult.organisations.services.deciding import end_standing, refuse, verify
from consult.organisations.services.invitations import (
    INVITATION,
    accept,
    invite,
    make_token,
    read_token,
    revoke,
    standing_invitation,
)
from consult.organisations.services.representatives import end_representative, leave

__all__ = [
    "INVITATION",
    "MOST_ABOUT",
    "MOST_NAME",
    "Application",
    "accept",
    "add",
    "apply",
    "end_representative",
    "end_standing",
    "invite",
    "leave",
    "make_token",
    "read_token",
    "refuse",
    "reorder",
    "revoke",
    "standing_invitation",
    "verify",
]
