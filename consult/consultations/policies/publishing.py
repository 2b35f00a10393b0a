"""Who may publish a text without a consultation."""

from __future__ import annotations

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act


def may_publish_text(actor: Actor, *, drafter_scope: str, plan_slug: str) -> bool:
    """Whether ``actor`` may: a publisher of the body that drafts it, or a coordinator of its plan."""
    return any(may(actor, Act.PUBLISH_TEXT, scope=scope) for scope in (drafter_scope, f"plan:{plan_slug}"))
