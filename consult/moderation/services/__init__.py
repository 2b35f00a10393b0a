"""Hiding, restoring and erasing: decided by staff, with a reason, the author told, one public entry each."""

from __future__ import annotations

from consult.moderation.services.deciding import hide, restore
from consult.moderation.services.erasing import ask_erasure, erase, refuse_erasure, take_back_erasure
from consult.moderation.services.looking_up import see_author

__all__ = [
    "ask_erasure",
    "erase",
    "hide",
    "refuse_erasure",
    "restore",
    "see_author",
    "take_back_erasure",
]
