"""Coming in: a session is begun, what waited for its person is posted, and they are led on."""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash
from sqlalchemy.orm import Session

from consult.accounts.queries import actor_for
from consult.accounts.services import begin_session
from consult.contributions.models import Contribution
from consult.public import kept
from consult.shared.errors import DomainError
from consult.web.arrival import arrived_at
from consult.web.identity import device, remember


@dataclass(frozen=True)
class Begun:
    """A session that has begun: its token, and what became of the words that waited."""

    token: str
    posted: list[Contribution]
    refused: list[DomainError]


def begin(database: Session, *, user_id: int, password_hash: str) -> Begun:
    """Begin a session for whoever showed the password that fits ``password_hash``, and post what waits for them.

    Raises SignInError where the password was changed since, or the account suspended.
    """
    user, token = begin_session(
        database, now=arrived_at(), user_id=user_id, password_hash=password_hash, device=device()
    )
    kept.claim(database, user_id=user.id)
    posted, refused = kept.post_waiting(database, actor=actor_for(database, user))
    return Begun(token, posted, refused)


def lead_on(begun: Begun, following: str | None = None, *, told: str = "") -> str:
    """Let the browser keep the session, say what was posted, and return where to go: ``following``, if to nothing else.

    ``told`` is said first. All this comes after the commit: a session that was rolled back is kept by nobody.
    """
    remember(begun.token, keep=(kept.SESSION_KEY,))
    if told:
        flash(told, "good")
    kept.tell(begun.posted, begun.refused)
    return kept.onward(begun.posted, begun.refused, following)
