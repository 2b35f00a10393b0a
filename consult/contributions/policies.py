"""Who may reply, withdraw and read what somebody said."""

from __future__ import annotations

from datetime import datetime

from consult.accounts.policies import Actor, may_take_part
from consult.consultations.policies import Action, allows
from consult.contributions.models import Contribution, Status

MAX_DEPTH = 2


def may_reply(parent: Contribution) -> bool:
    """Whether replies may hang under ``parent``: it is shown, and the thread is not three levels deep."""
    return parent.status == Status.PUBLISHED and parent.depth < MAX_DEPTH


def is_author(actor: Actor | None, contribution: Contribution) -> bool:
    """Whether ``actor`` said it."""
    return actor is not None and contribution.author_id == actor.user_id


def may_withdraw(actor: Actor | None, contribution: Contribution, now: datetime) -> bool:
    """Whether ``actor`` may take it back: their own, still shown, and the consultation open."""
    withdrawable = allows(contribution.consultation, Action.WITHDRAW, now)
    own = may_take_part(actor) and is_author(actor, contribution)
    return own and contribution.status == Status.PUBLISHED and withdrawable


def may_read_words(actor: Actor | None, contribution: Contribution) -> bool:
    """Whether ``actor`` may read the words: everyone while they are shown, afterwards the author alone."""
    return contribution.stands or (is_author(actor, contribution) and contribution.status != Status.ERASED)
