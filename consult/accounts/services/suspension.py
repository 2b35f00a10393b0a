"""Suspending an account and readmitting it. What the person has said stays as it is."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.models import SITE, AccountAct, ActKind, Role, User
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.accounts.services.grants import as_administrator
from consult.accounts.services.journal import note, tell
from consult.accounts.services.signing_in import end_sessions
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean


def suspend(session: Session, *, actor: Actor, now: datetime, user_id: int, reason: str) -> AccountAct:
    """Suspend somebody, as an administrator, and end their sessions; return the act.

    Nobody suspends themselves, so that an administrator remains. Raises DomainError, ``already-done`` where the
    account is suspended; NotFoundError where there is none.
    """
    user = _held(session, actor, user_id, reason)
    if user.id == actor.user_id:
        raise DomainError("not-yourself")
    if user.suspended_at is not None:
        raise DomainError("already-done")
    user.suspended_at = now
    end_sessions(session, now=now, user_id=user.id)
    return _noted(session, actor, now, ActKind.SUSPENDED, user, reason)


def readmit(session: Session, *, actor: Actor, now: datetime, user_id: int, reason: str) -> AccountAct:
    """Let a suspended person back in, as an administrator; return the act. Their roles are as they were."""
    user = _held(session, actor, user_id, reason)
    if user.suspended_at is None:
        raise DomainError("already-done")
    user.suspended_at = None
    return _noted(session, actor, now, ActKind.READMITTED, user, reason)


def _held(session: Session, actor: Actor, user_id: int, reason: str) -> User:
    as_administrator(session, actor, Act.SUSPEND)
    user = queries.lock_user(session, user_id)
    if user is None:
        raise NotFoundError
    raise_any(problems_of_words({"reason": clean(reason)}))
    return user


def _noted(
    session: Session, actor: Actor, now: datetime, kind: ActKind, user: User, reason: str
) -> AccountAct:
    act = note(
        session, now=now, kind=kind, user_id=user.id, by_id=actor.user_id, role=Role.ADMINISTRATOR,
        reason=clean(reason),
    )  # fmt: skip
    append(session, now=now, kind=f"account-{kind.value}", subject=SITE, role=act.role, details={})
    tell(session, now=now, act=act, user=user)
    return act
