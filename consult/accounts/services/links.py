"""Links in mails: signed, bound to their purpose and to the state that they change, so that each works once.

They are made when the mail is written and stored nowhere. No address stands in them.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.errors import TokenError
from consult.accounts.models import User
from consult.outbox.models import OutboxMessage
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError

CONFIRM, RESET, ADDRESS, MAILS = "confirm", "reset", "address", "mails"
# What ends mails of one kind: the kinds that ``stop_mails`` knows, each with links that are good for it alone.
UNSUBSCRIBE = {"receipts": "unsubscribe-receipts", "answers": "unsubscribe-answers"}
# What only says which mails come works for as long as the address is the account's.
_ABOUT_MAILS = frozenset({MAILS, *UNSUBSCRIBE.values()})
# In seconds.
_LIFETIME = {CONFIRM: 60 * 60 * 48, RESET: 60 * 60, ADDRESS: 60 * 60, **dict.fromkeys(_ABOUT_MAILS)}


def make_token(secret: str, *, purpose: str, user: User) -> str:
    """Return a signed token for a link, bound to its purpose and to the state it will change: it works once."""
    return _serializer(secret, purpose).dumps([user.id, _state(user, purpose)])


def read_token(session: Session, secret: str, *, purpose: str, token: str) -> User:
    """Return the user that ``token`` was made for; raise TokenError where it is expired, used or not ours."""
    user_id, state = _parts(secret, purpose, token, 2)
    user = session.get(User, user_id)
    if user is None or user.email_held_at is not None or state != _state(user, purpose):
        raise TokenError
    return user


def make_address_token(secret: str, *, user: User, message: OutboxMessage) -> str:
    """Return a token by which ``user`` takes the address to which ``message`` goes: it names the message, not that."""
    state = _state(user, ADDRESS, message.recipient)
    return _serializer(secret, ADDRESS).dumps([user.id, message.id, state])


def read_address_token(session: Session, secret: str, *, token: str, hold: bool = False) -> tuple[User, str]:
    """Return whom ``token`` was made for, and the address they may take, in its one form; TokenError as for every link.

    ``hold`` locks the account until the transaction ends, so that of two links opened at once one works.
    """
    user_id, message_id, state = _parts(secret, ADDRESS, token, 3)
    user = queries.lock_user(session, user_id, address=True) if hold else session.get(User, user_id)
    message = session.get(OutboxMessage, message_id)
    if user is None or message is None or state != _state(user, ADDRESS, message.recipient):
        raise TokenError
    try:
        return user, email_address(message.recipient)
    except DomainError as unreadable:
        raise TokenError from unreadable


def to_address(kind: str, address: str, now: datetime) -> str:
    """Return the outbox key of a mail that goes to an address in its one form: one of a kind a minute."""
    digest = hashlib.sha256(address.encode()).hexdigest()[:32]
    return f"{kind}:{digest}:{now.isoformat(timespec='minutes')}"


def _parts(secret: str, purpose: str, token: str, number: int) -> list[Any]:
    try:
        parts = _serializer(secret, purpose).loads(token, max_age=_LIFETIME[purpose])
    except (BadData, ValueError, TypeError) as bad:
        raise TokenError from bad
    if not isinstance(parts, list) or len(parts) != number:
        raise TokenError
    return parts


def _serializer(secret: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"accounts.{purpose}")


def _state(user: User, purpose: str, new_address: str = "") -> str:
    """Return what a link is bound to, as a digest: tokens are signed but not secret."""
    state = user.email
    if purpose not in _ABOUT_MAILS:
        confirmed, suspended = user.confirmed_at is not None, user.suspended_at is not None
        state = f"{confirmed}:{user.email}:{user.password_hash}:{suspended}:{new_address}"
    if user.email_held_at is not None:
        # Whatever was sent before the address was held ends with it.
        state += ":held"
    return hashlib.sha256(state.encode()).hexdigest()[:24]
