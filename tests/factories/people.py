"""Users and actors."""

from __future__ import annotations

from itertools import count

from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for
from consult.accounts.services import grant
from tests.factories.moments import DRAFTED

_NUMBERS = count(1)


def user(
    session: Session,
    *,
    language: str = "ar",
    name: str | None = None,
    confirmed: bool = True,
    suspended: bool = False,
) -> User:
    """Add a user with an address of their own, who cannot sign in: nothing hashes to the password."""
    address = f"person-{next(_NUMBERS)}@example.org"
    made = User(
        email=address, password_hash="none", public_name=name, language=language,
        created_at=DRAFTED, of_age_at=DRAFTED, confirmed_at=DRAFTED if confirmed else None,
        suspended_at=DRAFTED if suspended else None,
    )  # fmt: skip
    session.add(made)
    session.flush()
    return made


def person(
    session: Session,
    *grants: tuple[Role, str],
    language: str = "ar",
    name: str | None = None,
    confirmed: bool = True,
    suspended: bool = False,
) -> Actor:
    """Return a new user as an actor who holds ``grants``, pairs of role and scope."""
    made = user(session, language=language, name=name, confirmed=confirmed, suspended=suspended)
    for role, scope in grants:
        grant(session, now=DRAFTED, user=made, role=role, scope=scope)
    return actor_for(session, made)


def imagined(
    *grants: tuple[Role, str], user_id: int = 1, confirmed: bool = True, suspended: bool = False
) -> Actor:
    """Return an actor who is in no database, for the policies: they ask nothing of one."""
    return Actor(
        user_id=user_id, email="person@example.org", language="ar", confirmed=confirmed, suspended=suspended,
        grants=frozenset(grants),
    )  # fmt: skip


def holder(role: Role, scope: str = SITE) -> Actor:
    """Return an imagined actor with one role."""
    return imagined((role, scope))
