"""Where an action item stands on a day: it follows from what the minutes say and from the updates."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.forum.models import CLOSED, ActionStatus, ActionUpdate, Entry


@dataclass(frozen=True, slots=True)
class ActionState:
    """Where an action item stands: owner and due day are None where nobody said."""

    status: ActionStatus
    owner_id: int | None
    due_on: date | None
    number: int = 0


def may_update(actor: Actor | None, owner_scope: str | None) -> bool:
    """Whether ``actor`` may say what became of an action item: whoever keeps the forum, and officers of its owner."""
    return may(actor, Act.UPDATE_ACTION_ITEM, scope=owner_scope or SITE)


def state_on(entry: Entry, updates: Iterable[ActionUpdate], day: date | None = None) -> ActionState:
    """Return where an item stood at the end of ``day``, now where it is None."""
    told = [row for row in updates if day is None or row.as_of <= day]
    if not told:
        return ActionState(ActionStatus.OPEN, entry.owner_id, entry.due_on)
    last = max(told, key=lambda row: row.number)
    return ActionState(ActionStatus(last.status), last.owner_id, last.due_on, last.number)


def is_closed(state: ActionState) -> bool:
    """Whether nothing is to be done any more."""
    return state.status in CLOSED


def is_overdue(state: ActionState, today: date) -> bool:
    """Whether an item that is not closed was due before ``today``."""
    return not is_closed(state) and state.due_on is not None and state.due_on < today
