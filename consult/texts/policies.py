"""Who may draft the words of a text."""

from __future__ import annotations

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.shared.state import State


def may_draft(actor: Actor, *, drafter_scope: str) -> bool:
    """Whether ``actor`` is an officer of the body that drafts the version."""
    return may(actor, Act.EDIT, scope=drafter_scope, state=State.DRAFT)
