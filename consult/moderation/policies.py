"""The published rules, and who may decide by them."""

from __future__ import annotations

from datetime import datetime

from consult.accounts.models import Role
from consult.accounts.policies import Actor
from consult.consultations.policies import Action, may_moderate
from consult.contributions.models import Contribution, Status

# The numbers are published and never given to another rule; their wording is the faces' matter.
RULES: dict[int, str] = {
    1: "obscene",
    2: "threat-or-defamation",
    3: "hate",
    4: "personal-data",
    5: "unlawful",
    6: "advertising",
    7: "off-topic",
    8: "repeated",
}


def may_decide(actor: Actor, contribution: Contribution, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may hide or restore this: a moderator of the asking body, and not their own words.

    What was said for an organisation that they speak for is their own too.
    """
    body = contribution.organisation
    own = contribution.author_id == actor.user_id or (body is not None and body.slug in actor.organisations)
    return not own and may_moderate(actor, contribution.consultation, scope, Action.MODERATE, now)


def may_read_hidden(actor: Actor, scope: str) -> bool:
    """Whether ``actor`` may read words that are not shown: those who decide about them for the body, and auditors."""
    return actor.holds(Role.MODERATOR, scope) or actor.holds(Role.AUDITOR)


def can_hide(contribution: Contribution) -> bool:
    """Whether there is something to hide."""
    return contribution.status in {Status.PUBLISHED, Status.HELD}


def can_restore(contribution: Contribution) -> bool:
    """Whether there is something to show again."""
    return contribution.status == Status.HIDDEN
