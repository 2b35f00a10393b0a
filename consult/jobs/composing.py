"""Who writes which mail: each composer stands with its subject and names the kinds that it writes, `@composes(…)`."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy.orm import Session

from consult.jobs.blocks import Letter
from consult.outbox.models import OutboxMessage

# It reads its facts anew, and returns None where what it was to tell no longer holds.
Composer = Callable[[Session, OutboxMessage], Letter | None]
_composers: dict[str, Composer] = {}


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
