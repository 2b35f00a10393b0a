"""Sessions: begun, read, ended. The browser keeps a random token, the database its digest."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.errors import SignInError
from consult.accounts.models import STAFF, Role, User, UserSession
from consult.shared.errors import NotFoundError

# How long people stay signed in.
PARTICIPANTS_STAY, STAFF_STAY = timedelta(days=14), timedelta(hours=12)


def begin_session(
    session: Session, *, now: datetime, user_id: int, password_hash: str, device: str
) -> tuple[User, str]:
    """Begin a session for whoever just showed the password that fits ``password_hash``; return them and its token.

    Staff are signed in for twelve hours, others for fourteen days. Raises SignInError where the password was changed
    or the account suspended since it was checked.
    """
    user = queries.lock_user(session, user_id)
    if user is None or user.suspended_at is not None or user.password_hash != password_hash:
        raise SignInError
    token = secrets.token_urlsafe(32)
    staff = any(Role(role) in STAFF for role in queries.roles_of(session, user_id))
    lasts = STAFF_STAY if staff else PARTICIPANTS_STAY
    session.add(
        UserSession(
            user_id=user_id, token_hash=queries.token_hash(token), device=device[:100], began_at=now,
            expires_at=now + lasts,
        )
    )  # fmt: skip
    session.flush()
    return user, token


def renew_session(session: Session, *, token: str) -> str:
    """Give a session a new token, as after a change of what its person may do, and return it."""
    row = queries.session_by_token(session, token)
    if row is None:
        raise NotFoundError
    new = secrets.token_urlsafe(32)
    row.token_hash = queries.token_hash(new)
    session.flush()
    return new


def end_session(session: Session, *, now: datetime, user_id: int, session_id: int) -> None:
    """End one session of a person; one that has ended stays as it is. NotFoundError for another's."""
    row = session.get(UserSession, session_id)
    if row is None or row.user_id != user_id:
        raise NotFoundError
    row.ended_at = row.ended_at or now
    session.flush()


def end_sessions(session: Session, *, now: datetime, user_id: int, except_id: int | None = None) -> None:
    """End all sessions of a person but one: after a new password, address or role, and at a suspension."""
    ending = update(UserSession).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    if except_id is not None:
        ending = ending.where(UserSession.id != except_id)
    session.execute(ending.values(ended_at=now))
