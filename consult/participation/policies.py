"""Who says on which level people take part, and when it can be said which one was reached."""

from __future__ import annotations

from datetime import datetime

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.consultations.policies import Dated, has_ended


def may_keep(actor: Actor | None, scope: str) -> bool:
    """Whether ``actor`` may say it of the plan with this scope and of its making."""
    return may(actor, Act.KEEP_LEVEL, scope=scope)


def can_be_reached(consultation: Dated, now: datetime) -> bool:
    """Whether it can be said which level a consultation reached: while people still take part, nobody knows."""
    return has_ended(consultation, now)
