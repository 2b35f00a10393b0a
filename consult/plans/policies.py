"""Who may draft the words of a commitment."""

from __future__ import annotations

from consult.accounts.models import Role
from consult.accounts.policies import Actor


def may_draft(actor: Actor, *, drafter_scope: str) -> bool:
    """Whether ``actor`` is an officer of the body that drafts the version."""
    return actor.holds(Role.OFFICER, drafter_scope)
