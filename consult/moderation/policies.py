"""The published rules, and who may decide by them."""

from __future__ import annotations

from datetime import datetime

from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act
from consult.consultations.policies import Dated, allows, may_moderate, state_of
from consult.contributions.models import Contribution, Status
from consult.contributions.policies import is_own
from consult.shared.state import State

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


# What anybody may say of a voice: that it breaks one of the rules, or that somebody spoke in their name.
NOT_ME = "not-me"
REASONS = (*map(str, RULES), NOT_ME)


def may_report(contribution: Contribution, now: datetime) -> bool:
    """Whether anybody may report it: its words are shown, and its consultation is public."""
    return contribution.is_published and allows(contribution.consultation, Act.REPORT, now)


def may_be_held(contribution: Contribution, now: datetime, *, looked_at: bool, accounts: int) -> bool:
    """Whether the consultation's published rule holds it: ``accounts`` that are confirmed report what stands now.

    Never what a moderator has ``looked_at`` since it stands so, what the asking body says itself, or what is answered.
    """
    needed = contribution.consultation.hold_after
    waits = state_of(contribution.consultation, now) in {State.OPEN, State.CLOSED}
    held = waits and contribution.is_published and contribution.counts_as_voice and not looked_at
    return held and needed is not None and accounts >= needed


def may_keep_reasons(actor: Actor | None, scope: str) -> bool:
    """Whether ``actor`` keeps the reasons that the moderators of a body have ready."""
    return may(actor, Act.KEEP_REASONS, scope=scope)


def may_decide(actor: Actor, contribution: Contribution, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may hide or restore this: a moderator of the asking body, and not their own words.

    What was said for an organisation that they speak for is their own too.
    """
    return not is_own(actor, contribution) and may_moderate(
        actor, contribution.consultation, scope, Act.MODERATE, now
    )


# What moderators decide about. What its author took back, words, name and stance, is nobody's to read, theirs neither.
DECIDABLE = frozenset({Status.HELD, Status.PUBLISHED, Status.HIDDEN})


def may_see_author(actor: Actor, contribution: Contribution, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may ask who said this: a moderator of the asking body, of words that are not their own.

    What its author took back, and what was erased, is nobody's to ask about.
    """
    if contribution.status not in DECIDABLE or contribution.author_id is None or is_own(actor, contribution):
        return False
    return may(actor, Act.SEE_IDENTITY, scope=scope, state=state_of(contribution.consultation, now))


def may_read_hidden(actor: Actor, consultation: Dated, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may read words that are not shown: those who decide about them for the body, and auditors."""
    return may(actor, Act.READ_HIDDEN, scope=scope, state=state_of(consultation, now))


def may_ask_erasure(actor: Actor, contribution: Contribution, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may ask that it be destroyed: its author, and a moderator of the body who can read it."""
    own = contribution.author_id == actor.user_id
    if contribution.status == Status.ERASED or (contribution.status == Status.WITHDRAWN and not own):
        return False
    return may(actor, Act.ASK_ERASURE, scope=scope, state=state_of(contribution.consultation, now), own=own)


def may_erase(
    actor: Actor, contribution: Contribution, scope: str, now: datetime, *, asked_by_id: int | None
) -> bool:
    """Whether ``actor`` may decide that it is destroyed: a moderator of the asking body who neither said nor asked it.

    ``asked_by_id`` is the moderator who asked, None where its author did.
    """
    if actor.user_id == asked_by_id or is_own(actor, contribution):
        return False
    return may_moderate(actor, contribution.consultation, scope, Act.ERASE, now)


def can_hide(contribution: Contribution) -> bool:
    """Whether there is something to hide."""
    return contribution.status in {Status.PUBLISHED, Status.HELD}


def can_restore(contribution: Contribution) -> bool:
    """Whether there is something to show again."""
    return contribution.status in {Status.HIDDEN, Status.HELD}
