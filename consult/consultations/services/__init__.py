"""Writing consultations: ``drafting`` them, and what is done with them after: ``acting``, ``extending``."""

from __future__ import annotations

from consult.consultations.services.acting import announce, announcement_mark, cancel, correct, mark_answered
from consult.consultations.services.discarding import bring_draft_back, discard_draft
from consult.consultations.services.drafting import Terms, check_address, save_draft
from consult.consultations.services.extending import check_extension, extend
from consult.consultations.services.inviting import OTHERWISE, ToldOtherwise, invite, tell
from consult.consultations.services.minutes import (
    discard_minutes,
    mark_of_minutes,
    publish_minutes,
    require_unasked,
)
from consult.consultations.services.reminding import ANSWERING, remind_of_answers
from consult.consultations.services.texts import (
    begin_text,
    discard_text,
    problems_of_publishing,
    publish_text,
    standing_version,
)

__all__ = [
    "ANSWERING",
    "OTHERWISE",
    "Terms",
    "ToldOtherwise",
    "announce",
    "announcement_mark",
    "begin_text",
    "bring_draft_back",
    "cancel",
    "check_address",
    "check_extension",
    "correct",
    "discard_draft",
    "discard_minutes",
    "discard_text",
    "extend",
    "invite",
    "mark_answered",
    "mark_of_minutes",
    "problems_of_publishing",
    "publish_minutes",
    "publish_text",
    "remind_of_answers",
    "require_unasked",
    "save_draft",
    "standing_version",
    "tell",
]
