"""Registering, confirming, signing in, resetting, granting."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.models import Role, RoleGrant, User
from consult.accounts.queries import email_key, user_by_email
from consult.outbox.services import Message, enqueue
from consult.shared.errors import DomainError
from consult.shared.text import clean_line

PASSWORD_MIN, PASSWORD_MAX = 12, 128
NAME_MAX = 100
CONFIRM, RESET = "confirm", "reset"
_LIFETIME = {CONFIRM: 60 * 60 * 48, RESET: 60 * 60}
_HASHER = PasswordHasher()


@dataclass(frozen=True)
class Registration:
    """What somebody typed to register; ``language`` is the one their mails come in."""

    email: str
    password: str
    language: str
    public_name: str | None = None
    of_age: bool = False


def normal_password(password: str) -> str:
    """Return ``password`` in NFKC, so that the same keys give the same word on every keyboard."""
    return unicodedata.normalize("NFKC", password)


def check_password_rules(password: str) -> None:
    """Raise DomainError where ``password`` is shorter than 12 or longer than 128 characters."""
    length = len(normal_password(password))
    if length < PASSWORD_MIN:
        raise DomainError("password-short", field="password", typed=length, least=PASSWORD_MIN)
    if length > PASSWORD_MAX:
        raise DomainError("password-long", field="password", most=PASSWORD_MAX)


@cache
def _nobodys_hash() -> str:
    return _HASHER.hash("nobody has this password")


def register(session: Session, *, now: datetime, registration: Registration) -> User | None:
    """Register somebody and put the confirmation mail in the outbox; return the new user.

    For an address that is already known nothing is created and None is returned, but the same work is done and the
    owner of the address gets a mail: the page says the same in both cases. Raises DomainError at its field.
    """
    check_password_rules(registration.password)
    if not registration.of_age:
        raise DomainError("declare-age", field="of_age")
    hashed = _HASHER.hash(normal_password(registration.password))
    known = user_by_email(session, registration.email)
    user = None if known else _new_user(session, now, registration, hashed)
    if user is None:
        known = known or user_by_email(session, registration.email)
        _tell_owner(session, now, known)
        return None
    send_confirmation(session, now=now, user=user)
    return user


def _new_user(session: Session, now: datetime, registration: Registration, hashed: str) -> User | None:
    """Store a new user and return it; None where somebody registered the same address at the same moment."""
    user = User(
        email=registration.email.strip(), email_key=email_key(registration.email), password_hash=hashed,
        public_name=registration.public_name, language=registration.language, created_at=now, of_age_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(user)
            session.flush()
    except IntegrityError:
        return None
    return user


def _tell_owner(session: Session, now: datetime, user: User | None) -> None:
    """Tell the owner of a known address that somebody registered with it; those who never confirmed get a new link."""
    if user is None:
        return
    if user.confirmed_at is None:
        send_confirmation(session, now=now, user=user)
        return
    key = f"registered-again:{user.id}:{now.date().isoformat()}"
    enqueue(session, now=now, messages=[Message(key, "registered-again", user.email, user.language)])


def send_confirmation(session: Session, *, now: datetime, user: User) -> None:
    """Put a confirmation mail in the outbox; its link is made when the mail is, and is not stored."""
    key = f"confirm:{user.id}:{now.isoformat(timespec='minutes')}"
    enqueue(
        session, now=now, messages=[Message(key, CONFIRM, user.email, user.language, {"user_id": user.id})]
    )


def ask_confirmation(session: Session, *, now: datetime, email: str) -> None:
    """Send the confirmation mail again, if the address is known and not confirmed yet; say nothing either way."""
    user = user_by_email(session, email)
    if user is not None and user.confirmed_at is None:
        send_confirmation(session, now=now, user=user)


def set_preferences(session: Session, *, user: User, public_name: str, language: str) -> None:
    """Set the name shown on what is said from now on, empty for none, and the language of mails."""
    name = clean_line(public_name)
    if len(name) > NAME_MAX:
        raise DomainError("too-long", field="public_name", most=NAME_MAX)
    user.public_name, user.language = name or None, language
    session.flush()


def confirm(session: Session, *, now: datetime, user: User) -> None:
    """Note that the address of ``user`` is theirs."""
    if user.confirmed_at is None:
        user.confirmed_at = now
        # Whoever signed in before the owner of the address came is signed out.
        user.session_epoch += 1
        session.flush()


def sign_in(session: Session, *, email: str, password: str) -> User:
    """Return the user with this address and password; raise SignInError, after equal work, for anyone else."""
    user = user_by_email(session, email)
    try:
        _HASHER.verify(user.password_hash if user else _nobodys_hash(), normal_password(password))
    except (VerificationError, InvalidHashError) as wrong:
        raise SignInError from wrong
    if user is None or user.suspended_at is not None:
        raise SignInError
    if _HASHER.check_needs_rehash(user.password_hash):
        user.password_hash = _HASHER.hash(normal_password(password))
    return user


def ask_reset(session: Session, *, now: datetime, email: str) -> None:
    """Put a mail with a link to a new password in the outbox, if the address is known; say nothing either way."""
    user = user_by_email(session, email)
    if user is not None:
        key = f"reset:{user.id}:{now.isoformat(timespec='minutes')}"
        enqueue(
            session, now=now, messages=[Message(key, RESET, user.email, user.language, {"user_id": user.id})]
        )


def reset_password(session: Session, *, now: datetime, user: User, password: str) -> None:
    """Set a new password; every session ends, and the address counts as confirmed. Raises DomainError at its field."""
    check_password_rules(password)
    if user.confirmed_at is None:
        # Somebody else may have registered with this address: the name is theirs, not the owner's.
        user.public_name = None
    user.password_hash = _HASHER.hash(normal_password(password))
    user.session_epoch += 1
    user.confirmed_at = user.confirmed_at or now
    session.flush()


def make_token(secret: str, *, purpose: str, user: User) -> str:
    """Return a signed token for a link, bound to its purpose and to the state it will change: it works once."""
    return _serializer(secret, purpose).dumps([user.id, _state(user)])


def read_token(session: Session, secret: str, *, purpose: str, token: str) -> User:
    """Return the user that ``token`` was made for; raise TokenError where it is expired, used or not ours."""
    try:
        user_id, state = _serializer(secret, purpose).loads(token, max_age=_LIFETIME[purpose])
    except (BadData, ValueError, TypeError) as bad:
        raise TokenError from bad
    user = session.get(User, user_id)
    if user is None or state != _state(user):
        raise TokenError
    return user


def _serializer(secret: str, purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt=f"accounts.{purpose}")


def _state(user: User) -> str:
    """Return what a link is bound to, as a digest: tokens are signed but not secret."""
    state = f"{user.session_epoch}:{user.confirmed_at is not None}:{user.email_key}:{user.password_hash}"
    return hashlib.sha256(state.encode()).hexdigest()[:24]


def grant(session: Session, *, now: datetime, user: User, role: Role, scope: str) -> RoleGrant:
    """Grant ``role`` in ``scope``; granting what is held already returns the grant in force."""
    held = session.scalars(
        select(RoleGrant).where(
            RoleGrant.user_id == user.id,
            RoleGrant.role == role,
            RoleGrant.scope == scope,
            RoleGrant.ended_at.is_(None),
        )
    ).one_or_none()
    if held is not None:
        return held
    new = RoleGrant(user_id=user.id, role=role.value, scope=scope, granted_at=now)
    session.add(new)
    session.flush()
    return new
