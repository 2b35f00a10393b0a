"""What a consultation's state allows, and to whom. The state follows from recorded acts and the clock."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Protocol

from consult.accounts.models import Role
from consult.accounts.policies import Actor, may_take_part
from consult.consultations.models import State


class Dated(Protocol):
    """The dates that a state follows from."""

    opens_at: datetime
    closes_at: datetime
    announced_at: datetime | None
    cancelled_at: datetime | None
    answered_at: datetime | None


class Action(StrEnum):
    """What may be done with a consultation."""

    EDIT = "edit"
    ANNOUNCE = "announce"
    READ = "read"
    CONTRIBUTE = "contribute"
    CONTRIBUTE_LATE = "contribute-late"
    VOTE = "vote"
    WITHDRAW = "withdraw"
    EXTEND = "extend"
    CORRECT = "correct"
    CANCEL = "cancel"
    MODERATE = "moderate"
    THEME = "theme"
    ANSWER = "answer"
    PUBLISH = "publish"
    REPUBLISH = "republish"


ALLOWED: dict[State, frozenset[Action]] = {
    State.DRAFT: frozenset({Action.EDIT, Action.ANNOUNCE}),
    State.ANNOUNCED: frozenset({Action.READ, Action.EXTEND, Action.CORRECT, Action.CANCEL}),
    State.OPEN: frozenset(
        {
            Action.READ, Action.CONTRIBUTE, Action.VOTE, Action.WITHDRAW, Action.EXTEND, Action.CORRECT,
            Action.CANCEL, Action.MODERATE,
        }
    ),
    State.CLOSED: frozenset(
        {
            Action.READ, Action.CONTRIBUTE_LATE, Action.CORRECT, Action.CANCEL, Action.MODERATE, Action.THEME,
            Action.ANSWER, Action.PUBLISH,
        }
    ),
    State.ANSWERED: frozenset(
        {Action.READ, Action.MODERATE, Action.THEME, Action.ANSWER, Action.CORRECT, Action.REPUBLISH}
    ),
    State.CANCELLED: frozenset({Action.READ, Action.MODERATE}),
}  # fmt: skip


def state_of(consultation: Dated, now: datetime) -> State:
    """Return the state at ``now``. The closing moment itself is closed."""
    if consultation.announced_at is None or now < consultation.announced_at:
        return State.DRAFT
    if consultation.cancelled_at is not None and consultation.cancelled_at <= now:
        return State.CANCELLED
    if consultation.answered_at is not None and consultation.answered_at <= now:
        return State.ANSWERED
    if now < consultation.opens_at:
        return State.ANNOUNCED
    return State.OPEN if now < consultation.closes_at else State.CLOSED


def allows(consultation: Dated, action: Action, now: datetime) -> bool:
    """Whether the state at ``now`` allows ``action``."""
    return action in ALLOWED[state_of(consultation, now)]


def is_public(consultation: Dated, now: datetime) -> bool:
    """Whether everyone may read it: drafts are their officers' alone."""
    return allows(consultation, Action.READ, now)


def may_see(actor: Actor | None, consultation: Dated, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may read it, a draft included."""
    return is_public(consultation, now) or (actor is not None and is_asking(actor, scope))


def is_asking(actor: Actor, scope: str) -> bool:
    """Whether ``actor`` is an officer of the asking body; an auditor reads as one, but changes nothing."""
    return actor.holds(Role.OFFICER, scope) or actor.holds(Role.AUDITOR)


def may_run(actor: Actor, consultation: Dated, scope: str, action: Action, now: datetime) -> bool:
    """Whether ``actor`` may draft, announce, extend, correct, cancel or answer for the asking body now."""
    return actor.holds(Role.OFFICER, scope) and allows(consultation, action, now)


def may_moderate(actor: Actor, consultation: Dated, scope: str, action: Action, now: datetime) -> bool:
    """Whether ``actor`` may hide, restore, theme or summarise now."""
    return actor.holds(Role.MODERATOR, scope) and allows(consultation, action, now)


def may_publish(
    actor: Actor, consultation: Dated, scope: str, *, last_editor_id: int | None, now: datetime
) -> bool:
    """Whether ``actor`` may approve the outcome: a publisher, and not the one who edited it last."""
    right_state = allows(consultation, Action.PUBLISH, now) or allows(consultation, Action.REPUBLISH, now)
    return actor.holds(Role.PUBLISHER, scope) and right_state and actor.user_id != last_editor_id


def may_contribute(actor: Actor | None, consultation: Dated, arrived: datetime) -> bool:
    """Whether something that arrived then may be posted, in time or late."""
    in_time = allows(consultation, Action.CONTRIBUTE, arrived) or allows(
        consultation, Action.CONTRIBUTE_LATE, arrived
    )
    return may_take_part(actor) and in_time


def may_vote(actor: Actor | None, consultation: Dated, arrived: datetime) -> bool:
    """Whether a vote that arrived then counts: late ones are refused."""
    return may_take_part(actor) and allows(consultation, Action.VOTE, arrived)
