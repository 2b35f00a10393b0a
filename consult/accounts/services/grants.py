"""Granting and ending roles: each with its reason, noted for good, told to the person; their sessions end."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.models import SITE, AccountAct, ActKind, Role, RoleGrant, User
from consult.accounts.policies import Actor, may
from consult.accounts.policies.permissions import Act, fits
from consult.accounts.services.journal import note, tell
from consult.accounts.services.signing_in import end_sessions
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean

# As what somebody at the command line acts.
OPERATOR = "operator"


def grant(
    session: Session,
    *,
    now: datetime,
    user: User,
    role: Role,
    scope: str,
    by_id: int | None = None,
    as_role: str = OPERATOR,
    reason: str = "",
) -> RoleGrant:
    """Grant ``role`` in ``scope``; granting what is held already returns the grant in force.

    ``by_id`` is who grants it, None for the command line, and ``as_role`` as what; whether they may is asked before.
    """
    held = queries.current_grant(session, user_id=user.id, role=role, scope=scope)
    if held is not None:
        return held
    new, _act = _granted(session, now, user, role, scope, by_id, as_role, reason)
    return new


def grant_role(
    session: Session, *, actor: Actor, now: datetime, email: str, role: Role | None, scope: str | None, reason: str
) -> RoleGrant:  # fmt: skip
    """Grant a role, as an administrator, to the account of an address; return the grant.

    ``role`` and ``scope`` are None where none of those offered was chosen. Raises DomainError at its field: nobody
    grants themselves, and the address must be confirmed.
    """
    as_administrator(session, actor, Act.GRANT)
    user = queries.user_by_email(session, email)
    problems = problems_of_words({"reason": clean(reason)}) + _of_person(actor, email, user)
    problems += _of_role(role, scope)
    raise_any(problems)
    if user is None or role is None or scope is None:
        raise NotFoundError  # Named above already: the types want to hear it.
    queries.lock_user(session, user.id)
    if queries.current_grant(session, user_id=user.id, role=role, scope=scope) is not None:
        raise DomainError("role-held", field="role")
    new, act = _granted(session, now, user, role, scope, actor.user_id, Role.ADMINISTRATOR, clean(reason))
    _publish(session, now, act, user)
    return new


def grant_as_operator(session: Session, *, now: datetime, user: User, role: Role, scope: str) -> RoleGrant:
    """Grant a role from the command line, as the first administrator's is; noted, published and told like any other.

    Raises DomainError where the role cannot be granted there, or the address is not confirmed.
    """
    raise_any(_of_role(role, scope))
    if user.confirmed_at is None or user.suspended_at is not None:
        raise DomainError("no-such-account", field="email")
    queries.lock_user(session, user.id)
    held = queries.current_grant(session, user_id=user.id, role=role, scope=scope)
    if held is not None:
        return held
    new, act = _granted(session, now, user, role, scope, None, OPERATOR, "")
    _publish(session, now, act, user)
    return new


def end_grant(session: Session, *, actor: Actor, now: datetime, grant_id: int, reason: str) -> RoleGrant:
    """End a grant, as an administrator, and return it; the last administrator stays one.

    Raises DomainError at its field, or ``already-done`` where it has ended; NotFoundError where there is none.
    """
    as_administrator(session, actor, Act.GRANT)
    held = queries.lock_grant(session, grant_id)
    user = queries.lock_user(session, held.user_id) if held else None
    if held is None or user is None:
        raise NotFoundError
    raise_any(problems_of_words({"reason": clean(reason)}))
    if held.ended_at is not None:
        raise DomainError("already-done")
    administers = held.role == Role.ADMINISTRATOR and held.scope == SITE
    if administers and queries.administrators(session) == {held.user_id}:
        raise DomainError("last-administrator")
    held.ended_at = now
    act = _note(session, now, ActKind.GRANT_ENDED, held, actor.user_id, Role.ADMINISTRATOR, clean(reason))
    _publish(session, now, act, user)
    return held


def as_administrator(session: Session, actor: Actor, act: Act) -> None:
    """Hold the administrators' grants and make sure that ``actor`` is still one of them; else NotFoundError.

    Two administrators who end or suspend each other at once come here one after the other: one stays.
    """
    queries.lock_administrators(session)
    if not may(actor, act) or actor.user_id not in queries.administrators(session):
        raise NotFoundError


def _of_person(actor: Actor, email: str, user: User | None) -> list[DomainError]:
    if not email.strip():
        return [DomainError("write-this", field="email")]
    if user is None or user.confirmed_at is None or user.suspended_at is not None:
        return [DomainError("no-such-account", field="email")]
    return [DomainError("not-yourself", field="email")] if user.id == actor.user_id else []


def _of_role(role: Role | None, scope: str | None) -> list[DomainError]:
    chosen = (("role", role), ("scope", scope))
    problems = [DomainError("choose-one", field=field) for field, value in chosen if value is None]
    if role is not None and scope is not None and not fits(role, scope):
        problems.append(DomainError("scope-does-not-fit", field="scope"))
    return problems


def _granted(
    session: Session, now: datetime, user: User, role: Role, scope: str, by_id: int | None, as_role: str, reason: str
) -> tuple[RoleGrant, AccountAct]:  # fmt: skip
    """Add a grant and the act that notes it; return both."""
    new = RoleGrant(user_id=user.id, role=role.value, scope=scope, granted_at=now)
    session.add(new)
    return new, _note(session, now, ActKind.GRANTED, new, by_id, as_role, reason)


def _note(
    session: Session, now: datetime, kind: ActKind, held: RoleGrant, by_id: int | None, as_role: str, reason: str
) -> AccountAct:  # fmt: skip
    return note(
        session, now=now, kind=kind, user_id=held.user_id, by_id=by_id, role=as_role, reason=reason,
        details={"role": held.role, "scope": held.scope},
    )  # fmt: skip


def _publish(session: Session, now: datetime, act: AccountAct, user: User) -> None:
    """Tell the person, end their sessions, and put role and scope, nobody's name, in the record log."""
    append(
        session, now=now, kind=f"role-{act.kind}", subject=str(act.details["scope"]), role=act.role,
        details={"role": act.details["role"]},
    )  # fmt: skip
    end_sessions(session, now=now, user_id=user.id)
    tell(session, now=now, act=act, user=user)
