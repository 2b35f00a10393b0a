"""Who may publish a text without a consultation."""

from __future__ import annotations

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.consultations.models import TextOwner
from consult.plans.models import NamedCommitment


def may_publish_text(actor: Actor, *, drafter_scope: str, plan_slug: str | None) -> bool:
    """Whether ``actor`` may: a publisher of the body that drafts it, or a coordinator of its plan.

    Without a plan no plan's coordinator may. Those of the whole site may in either case.
    """
    scopes = [drafter_scope, *([f"plan:{plan_slug}"] if plan_slug is not None else [])]
    return any(may(actor, Act.PUBLISH_TEXT, scope=scope) for scope in scopes)


def plan_behind(owner: TextOwner | None) -> str | None:
    """Return the slug of the plan in which stands what a text is of; None where that stands in none."""
    return owner.plan.slug if isinstance(owner, NamedCommitment) else None
