"""What may be done with the forum, and what follows from its rows: pure predicates."""

from __future__ import annotations

from consult.forum.policies.action_items import is_overdue, may_update
from consult.forum.policies.meetings import (
    MINUTES_DUE_DAYS,
    MOST_DAYS_APART,
    PREPARED_DAYS,
    is_to_come,
    may_invite,
    may_remind,
    minutes_due_by,
    minutes_late_from,
    next_due_by,
    to_be_planned,
)
from consult.forum.policies.names import Known, known_names, names_in
from consult.forum.policies.seats import balance, is_held, is_past, may_keep

__all__ = [
    "MINUTES_DUE_DAYS",
    "MOST_DAYS_APART",
    "PREPARED_DAYS",
    "Known",
    "balance",
    "is_held",
    "is_overdue",
    "is_past",
    "is_to_come",
    "known_names",
    "may_invite",
    "may_keep",
    "may_remind",
    "may_update",
    "minutes_due_by",
    "minutes_late_from",
    "names_in",
    "next_due_by",
    "to_be_planned",
]
