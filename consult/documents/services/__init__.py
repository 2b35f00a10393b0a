"""Keeping documents: adding, editing, attaching, showing, withdrawing, and destroying their bytes."""

from __future__ import annotations

from consult.documents.services.attaching import attach, detach
from consult.documents.services.clearing import sweep
from consult.documents.services.erasing import ask_erasure, erase, refuse_erasure, take_back_erasure
from consult.documents.services.filing import MOST_LINE, Facts, NewFile, add, add_version, edit
from consult.documents.services.showing import bring_back, set_visibility, withdraw

__all__ = [
    "MOST_LINE",
    "Facts",
    "NewFile",
    "add",
    "add_version",
    "ask_erasure",
    "attach",
    "bring_back",
    "detach",
    "edit",
    "erase",
    "refuse_erasure",
    "set_visibility",
    "sweep",
    "take_back_erasure",
    "withdraw",
]
