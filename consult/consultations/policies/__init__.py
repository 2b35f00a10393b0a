"""What a consultation's state allows, and to whom. The state follows from recorded acts and the clock."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from consult.accounts.models import SITE
from consult.accounts.policies import Actor, has_right, may
from consult.accounts.policies.permissions import TABLE, Act
from consult.consultations.policies.capabilities import OfAKind, Settled, results_of
from consult.consultations.policies.settings import Results
from consult.shared.state import State


class Dated(Protocol):
    """The dates that a state follows from, of a consultation or of its plain row."""

    @property
    def opens_at(self) -> datetime:
        """When it opens."""

    @property
    def closes_at(self) -> datetime:
        """When it closes."""

    @property
    def announced_at(self) -> datetime | None:
        """When it was announced."""

    @property
    def cancelled_at(self) -> datetime | None:
        """When it was cancelled."""

    @property
    def answered_at(self) -> datetime | None:
        """When its first outcome was published."""


class Sealing(Dated, Protocol):
    """The dates of a consultation's plain row, and how long its votes are sealed."""

    @property
    def sealed_until(self) -> datetime | None:
        """Until when nobody sees what was chosen; None where everybody does at once."""


class Windowed(OfAKind, Protocol):
    """The kind of an activity and its dates; without its own it follows the consultation's."""

    @property
    def opens_at(self) -> datetime | None:
        """When it opens, if not with the consultation."""

    @property
    def closes_at(self) -> datetime | None:
        """When it closes, if not with the consultation."""


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


def judged_at(consultation: Dated, arrived: datetime) -> datetime:
    """Return the moment by which a write is judged: when it arrived, or what was done since, while it waited.

    A closing is judged by the arrival alone: what came in time is in time. An announcement, an answer and a
    cancellation are acts as the write itself is: of two that wait for the same consultation, the later is judged by
    what the earlier made of it.
    """
    done = (consultation.announced_at, consultation.cancelled_at, consultation.answered_at)
    return max([arrived, *(moment for moment in done if moment is not None)])


def allows(consultation: Dated, action: Act, now: datetime) -> bool:
    """Whether the state at ``now`` allows ``action``, to whomever."""
    return state_of(consultation, now) in TABLE[action].states


def is_public(consultation: Dated, now: datetime) -> bool:
    """Whether everyone may read it: drafts are their officers' alone."""
    return allows(consultation, Act.READ, now)


def may_see(actor: Actor | None, consultation: Dated, scope: str, now: datetime) -> bool:
    """Whether ``actor`` may read it, a draft included: its officers, and auditors, who change nothing."""
    state = state_of(consultation, now)
    return may(actor, Act.READ, state=state) or may(actor, Act.READ_DRAFT, scope=scope, state=state)


def may_enter(actor: Actor, consultation: Dated, scope: str, now: datetime) -> bool:
    """Whether its rooms at the desk are ``actor``'s to read; those of a draft are its officers' and auditors'."""
    scopes = scopes_to_enter(actor, state_of(consultation, now))
    return scopes is None or scope in scopes


def scopes_to_enter(actor: Actor, state: State) -> frozenset[str] | None:
    """Return the scopes of the bodies whose consultations in ``state`` are ``actor``'s to enter; None: all bodies'."""

    def may_in(scope: str) -> bool:
        return any(may(actor, act, scope=scope, state=state) for act in (Act.ENTER, Act.READ_DRAFT))

    return None if may_in(SITE) else frozenset(scope for _role, scope in actor.grants if may_in(scope))


def may_ask_for(actor: Actor, consultation: Dated, scope: str, action: Act, now: datetime) -> bool:
    """Whether ``actor`` is told what the state refuses: theirs to do in another state, and there for them in this."""
    return has_right(actor, action, scope=scope) and may_enter(actor, consultation, scope, now)


def may_run(actor: Actor, consultation: Dated, scope: str, action: Act, now: datetime) -> bool:
    """Whether ``actor`` may draft, announce, extend, correct, cancel or answer for the asking body now."""
    return may(actor, action, scope=scope, state=state_of(consultation, now))


def may_moderate(actor: Actor, consultation: Dated, scope: str, action: Act, now: datetime) -> bool:
    """Whether ``actor`` may hide, restore, theme or summarise now."""
    return may(actor, action, scope=scope, state=state_of(consultation, now))


def may_publish(
    actor: Actor, consultation: Dated, scope: str, *, last_editor_id: int | None, now: datetime
) -> bool:
    """Whether ``actor`` may approve the outcome: a publisher, and not the one who edited it last."""
    state = state_of(consultation, now)
    right = any(may(actor, act, scope=scope, state=state) for act in (Act.PUBLISH, Act.REPUBLISH))
    return right and actor.user_id != last_editor_id


def takes_place(activity: Windowed, moment: datetime) -> bool:
    """Whether an activity's own dates have room for ``moment``; those of its consultation are asked beside them."""
    begun = activity.opens_at is None or activity.opens_at <= moment
    return begun and (activity.closes_at is None or moment < activity.closes_at)


def takes_words(consultation: Dated, arrived: datetime) -> bool:
    """Whether a consultation takes what arrived then, in time or late; its activities are asked beside it."""
    return any(allows(consultation, act, arrived) for act in (Act.CONTRIBUTE, Act.CONTRIBUTE_LATE))


def may_contribute(actor: Actor | None, consultation: Dated, arrived: datetime, activity: Windowed) -> bool:
    """Whether something that arrived then may be posted, in time or late; an activity's own closing knows no late."""
    state = state_of(consultation, arrived)
    open_to = any(may(actor, act, state=state) for act in (Act.CONTRIBUTE, Act.CONTRIBUTE_LATE))
    return open_to and takes_place(activity, arrived)


def may_vote(actor: Actor | None, consultation: Dated, arrived: datetime, activity: Windowed) -> bool:
    """Whether a vote that arrived then counts: late ones are refused."""
    return may(actor, Act.VOTE, state=state_of(consultation, arrived)) and takes_place(activity, arrived)


class Voted(Windowed, Settled, Protocol):
    """An activity with its dates and settings."""


def shows_results(consultation: Dated, activity: Voted, now: datetime) -> bool:
    """Whether everyone may see what was chosen in an activity: some are sealed until they have closed."""
    if results_of(activity) is Results.SHOWN:
        return True
    return has_ended(consultation, now) or (activity.closes_at is not None and activity.closes_at <= now)


def shows_votes(asked: Sealing, now: datetime) -> bool:
    """Whether everyone may see the votes of a consultation, as ``shows_results`` says it of an activity."""
    return asked.sealed_until is None or asked.sealed_until <= now or has_ended(asked, now)


def has_ended(consultation: Dated, now: datetime) -> bool:
    """Whether nobody takes part in time any more."""
    return state_of(consultation, now) not in {State.DRAFT, State.ANNOUNCED, State.OPEN}
