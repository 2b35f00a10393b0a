"""Who writes which mail: each composer stands with its subject and names the kinds that it writes, `@composes(…)`.

A kind that is no mail is work that a transaction left to the worker: `@works_on(…)`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from consult.jobs.blocks import Letter
from consult.outbox.models import OutboxMessage

# It reads its facts anew, and returns None where what it was to tell no longer holds.
Composer = Callable[[Session, OutboxMessage], Letter | None]
_composers: dict[str, Composer] = {}
# It writes in the transaction that marks the message as done.
Work = Callable[[Session, datetime, OutboxMessage], None]
_works: dict[str, Work] = {}


def composes(*kinds: str) -> Callable[[Composer], Composer]:
    """Declare which kinds of message a composer writes; ValueError for one that has its composer already."""

    def register(composer: Composer) -> Composer:
        for kind in kinds:
            if kind in _composers:
                raise ValueError(kind)
            _composers[kind] = composer
        return composer

    return register


def composer_of(kind: str) -> Composer:
    """Return who writes messages of this kind; KeyError where nobody does."""
    return _composers[kind]


def works_on(kind: str) -> Callable[[Work], Work]:
    """Declare who does the work that messages of a kind ask for; ValueError where somebody does it already."""

    def register(work: Work) -> Work:
        if kind in _works:
            raise ValueError(kind)
        _works[kind] = work
        return work

    return register


def work_of(kind: str) -> Work | None:
    """Return who does what messages of this kind ask for; None where they are mails."""
    return _works.get(kind)
