"""Writing consultations: ``drafting`` them, and ``acting``: what is done with them after."""

from __future__ import annotations

from consult.consultations.services.acting import announce, cancel, correct, extend, mark_answered
from consult.consultations.services.drafting import Terms, save_draft

__all__ = ["Terms", "announce", "cancel", "correct", "extend", "mark_answered", "save_draft"]
