"""Who says what became of an action item, and when one is late: pure predicates."""

from __future__ import annotations

from datetime import date

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.forum.models import CLOSED


def may_update(actor: Actor | None, owner_scope: str | None) -> bool:
    """Whether ``actor`` may say what became of an action item: whoever keeps the forum, and officers of its owner."""
    return may(actor, Act.UPDATE_ACTION_ITEM, scope=owner_scope or SITE)


def is_overdue(status: str, due_on: date | None, today: date) -> bool:
    """Whether an item that is not closed was due before ``today``; one without a day never is."""
    return status not in CLOSED and due_on is not None and due_on < today
