"""Looking up who somebody is: never without a reason, a public entry, and a word to the person looked up."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.models import SITE, ActKind, Role, User
from consult.accounts.policies import Actor
from consult.accounts.policies.permissions import Act
from consult.accounts.services.grants import as_administrator
from consult.accounts.services.journal import note, tell
from consult.record.services import append
from consult.shared.errors import DomainError, NotFoundError, problems_of_words, raise_any
from consult.shared.text import clean, clean_line, letters

SHORTEST_REASON = 20


def see_identity(
    session: Session, *, actor: Actor, now: datetime, user_id: int, role: Role, reason: str,
    reference: str | None = None,
) -> User:  # fmt: skip
    """Return who the person is, once the look-up is noted, published and told; whether it is allowed is asked before.

    ``role`` is as what ``actor`` looks, ``reference`` the contribution behind which they look, None for an account's
    own page. Raises DomainError where the reason says less than 20 letters.
    """
    words = clean(reason)
    raise_any(problems_of_words({"reason": words}))
    # What cannot be seen makes no reason longer.
    if letters(clean_line(words)) < SHORTEST_REASON:
        raise DomainError("reason-short", field="reason", least=SHORTEST_REASON)
    user = queries.user_by_id(session, user_id)
    if user is None:
        raise NotFoundError
    details: dict[str, object] = {"reference": reference} if reference else {}
    act = note(
        session, now=now, kind=ActKind.IDENTITY_SEEN, user_id=user.id, by_id=actor.user_id, role=role.value,
        reason=words, details=details,
    )  # fmt: skip
    append(session, now=now, kind="identity-seen", subject=reference or SITE, role=role.value, details={})
    tell(session, now=now, act=act, user=user)
    return user


def see_staff_identity(session: Session, *, actor: Actor, now: datetime, user_id: int, reason: str) -> User:
    """Return who holds a role, as an administrator; NotFoundError for one's own account and for who holds none."""
    as_administrator(session, actor, Act.GRANT)
    if user_id == actor.user_id or not queries.roles_of(session, user_id):
        raise NotFoundError
    return see_identity(
        session, actor=actor, now=now, user_id=user_id, role=Role.ADMINISTRATOR, reason=reason
    )
