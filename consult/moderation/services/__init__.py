"""Reporting, hiding, holding, restoring and erasing: with a reason, the author told, one public entry each."""

from __future__ import annotations

from consult.moderation.services.deciding import BY_RULE, Seen, hide, restore
from consult.moderation.services.erasing import ask_erasure, erase, refuse_erasure, take_back_erasure
from consult.moderation.services.looking_up import see_author
from consult.moderation.services.reasons import Kept, keep_reason, withdraw_reason
from consult.moderation.services.reporting import MAX_NOTE, Told, answer_reports, forget_reporters, report
from consult.moderation.services.together import MOST_AT_ONCE, hide_many, show_many

__all__ = [
    "BY_RULE", "MAX_NOTE", "MOST_AT_ONCE", "Kept", "Seen", "Told", "answer_reports", "ask_erasure", "erase",
    "forget_reporters", "hide", "hide_many", "keep_reason", "refuse_erasure", "report", "restore", "see_author",
    "show_many", "take_back_erasure", "withdraw_reason",
]  # fmt: skip
