"""What may be done with the forum, and what follows from its rows: pure predicates."""

from __future__ import annotations

from consult.forum.policies.action_items import ActionState, is_closed, is_overdue, may_update, state_on
from consult.forum.policies.meetings import (
    MINUTES_DUE_DAYS,
    MOST_DAYS_APART,
    is_to_come,
    may_change,
    may_invite,
    next_due_by,
)
from consult.forum.policies.names import names_in
from consult.forum.policies.seats import balance, is_held, is_past, may_keep

__all__ = [
    "MINUTES_DUE_DAYS",
    "MOST_DAYS_APART",
    "ActionState",
    "balance",
    "is_closed",
    "is_held",
    "is_overdue",
    "is_past",
    "is_to_come",
    "may_change",
    "may_invite",
    "may_keep",
    "may_update",
    "names_in",
    "next_due_by",
    "state_on",
]
