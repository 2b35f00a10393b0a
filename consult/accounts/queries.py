"""Reading users and grants."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.models import Role, RoleGrant, User
from consult.accounts.policies import Actor


def email_key(email: str) -> str:
    """Return the form under which an address is unique: blank ends cut, case folded."""
    return email.strip().casefold()


def user_by_email(session: Session, email: str) -> User | None:
    """Return the user with this address, or None."""
    return session.scalars(select(User).where(User.email_key == email_key(email))).one_or_none()


def user_by_id(session: Session, user_id: int) -> User | None:
    """Return the user with this id, or None."""
    return session.get(User, user_id)


def actor_for(session: Session, user: User) -> Actor:
    """Return ``user`` as an actor with all grants in force."""
    rows = session.execute(
        select(RoleGrant.role, RoleGrant.scope).where(
            RoleGrant.user_id == user.id, RoleGrant.ended_at.is_(None)
        )
    )
    return Actor(
        user_id=user.id,
        email=user.email,
        language=user.language,
        public_name=user.public_name,
        confirmed=user.confirmed_at is not None,
        suspended=user.suspended_at is not None,
        grants=frozenset((Role(role), scope) for role, scope in rows),
    )


def users_by_ids(session: Session, ids: Iterable[int]) -> Sequence[User]:
    """Return the users with these ids, by id; for telling them something, never for showing them."""
    return session.scalars(select(User).where(User.id.in_(list(ids))).order_by(User.id)).all()


def demonstration_accounts(session: Session) -> Sequence[tuple[str, str, str]]:
    """Return address, role and scope of each demonstration account, in the order they were made."""
    rows = session.execute(
        select(User.email, RoleGrant.role, RoleGrant.scope)
        .join(RoleGrant, RoleGrant.user_id == User.id, isouter=True)
        .where(User.demonstration, RoleGrant.ended_at.is_(None))
        .order_by(User.id, RoleGrant.id)
    )
    return [(email, role or "participant", scope or "") for email, role, scope in rows]


def has_demonstration_accounts(session: Session) -> bool:
    """Whether an account whose password is public exists."""
    return session.scalars(select(User.id).where(User.demonstration).limit(1)).first() is not None
