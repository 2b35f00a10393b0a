"""Adding, applying, verifying, inviting: who may speak as an organisation."""

from __future__ import annotations

from consult.organisations.services.adding import add, reorder
from consult.organisations.services.applying import MOST_ABOUT, MOST_NAME, Application, apply
from consult.organisations.services.deciding import refuse, verify
from consult.organisations.services.ending import (
    ask_ending,
    confirm_ending,
    restore_standing,
    take_back_ending,
)
from consult.organisations.services.entering import describe_body, enter_body
from consult.organisations.services.invitations import (
    INVITATION,
    accept,
    invite,
    make_token,
    read_token,
    revoke,
    standing_invitation,
)
from consult.organisations.services.naming import Renaming
from consult.organisations.services.noting import ENDING_CONFIRMED
from consult.organisations.services.renaming import rename_body
from consult.organisations.services.representatives import end_representative, leave
from consult.organisations.services.site import SiteWords, keep_site

__all__ = [
    "ENDING_CONFIRMED",
    "INVITATION",
    "MOST_ABOUT",
    "MOST_NAME",
    "Application",
    "Renaming",
    "SiteWords",
    "accept",
    "add",
    "apply",
    "ask_ending",
    "confirm_ending",
    "describe_body",
    "end_representative",
    "enter_body",
    "invite",
    "keep_site",
    "leave",
    "make_token",
    "read_token",
    "refuse",
    "rename_body",
    "reorder",
    "restore_standing",
    "revoke",
    "standing_invitation",
    "take_back_ending",
    "verify",
]
