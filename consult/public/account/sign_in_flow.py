"""Coming in: a session is begun, and whoever begins it is led to what waits for them, or to where they were going.

Nothing is published by coming in. What a browser kept may be somebody else's: it is shown, and a press publishes it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import flash, url_for
from sqlalchemy.orm import Session

from consult.accounts.services import begin_session
from consult.public.contributions import drafts
from consult.web.database import reading
from consult.web.identity import device, remember
from consult.web.request_time import arrived_at


@dataclass(frozen=True)
class Begun:
    """A session that has begun: whose it is, and its token."""

    user_id: int
    token: str


def begin(database: Session, *, user_id: int, password_hash: str) -> Begun:
    """Begin a session for whoever showed the password that fits ``password_hash``.

    Raises SignInError where the password was changed since, or the account suspended.
    """
    user, token = begin_session(
        database, now=arrived_at(), user_id=user_id, password_hash=password_hash, device=device()
    )
    return Begun(user.id, token)


def lead_on(begun: Begun, following: str | None = None, *, told: str = "") -> str:
    """Let the browser keep the session, and return where to go: to what waits, else to ``following`` or the account.

    ``told`` is said first. All this comes after the commit: a session that was rolled back is kept by nobody.
    """
    remember(begun.token, keep=drafts.KEYS)
    if told:
        flash(told, "good")
    if following == url_for("public.draft"):
        following = None
    if drafts.anything(reading(), user_id=begun.user_id):
        return url_for("public.waiting", next=following)
    return following or url_for("public.account")
