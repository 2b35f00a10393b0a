"""Registering, confirming, signing in, passwords, links, roles, and the journal of all that."""

from __future__ import annotations

from consult.accounts.services import submissions  # noqa: F401 - its step of erasing declares itself
from consult.accounts.services.account import (
    ADDRESS_ASKED,
    NAME_MAX,
    ask_address,
    ask_reset,
    change_address,
    change_password,
    checked_name,
    reset_password,
    set_mails,
    set_preferences,
    stop_mails,
)
from consult.accounts.services.collisions import Collision, find_collisions, give_address, offer_address
from consult.accounts.services.grants import end_grant, grant, grant_as_operator, grant_role
from consult.accounts.services.identity import SHORTEST_REASON, see_identity, see_staff_identity
from consult.accounts.services.journal import note, tell
from consult.accounts.services.links import (
    ADDRESS,
    CONFIRM,
    MAILS,
    RESET,
    UNSUBSCRIBE,
    make_address_token,
    make_token,
    read_address_token,
    read_token,
)
from consult.accounts.services.passwords import check_password_rules, hashed, verified
from consult.accounts.services.registering import (
    REGISTERED,
    Registration,
    ask_confirmation,
    confirm,
    register,
)
from consult.accounts.services.signing_in import (
    PARTICIPANTS_STAY,
    STAFF_STAY,
    begin_session,
    end_session,
    end_sessions,
    renew_session,
)
from consult.accounts.services.suspension import readmit, suspend

__all__ = [
    "ADDRESS",
    "ADDRESS_ASKED",
    "CONFIRM",
    "MAILS",
    "NAME_MAX",
    "PARTICIPANTS_STAY",
    "REGISTERED",
    "RESET",
    "SHORTEST_REASON",
    "STAFF_STAY",
    "UNSUBSCRIBE",
    "Collision",
    "Registration",
    "ask_address",
    "ask_confirmation",
    "ask_reset",
    "begin_session",
    "change_address",
    "change_password",
    "check_password_rules",
    "checked_name",
    "confirm",
    "end_grant",
    "end_session",
    "end_sessions",
    "find_collisions",
    "give_address",
    "grant",
    "grant_as_operator",
    "grant_role",
    "hashed",
    "make_address_token",
    "make_token",
    "note",
    "offer_address",
    "read_address_token",
    "read_token",
    "readmit",
    "register",
    "renew_session",
    "reset_password",
    "see_identity",
    "see_staff_identity",
    "set_mails",
    "set_preferences",
    "stop_mails",
    "suspend",
    "tell",
    "verified",
]
