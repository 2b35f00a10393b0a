"""Passwords: their rules, and the slow hashing that is done before a write transaction begins."""

from __future__ import annotations

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from consult.accounts.errors import SignInError
from consult.accounts.models import User
from consult.accounts.services.guessable import is_guessable
from consult.shared.errors import DomainError
from consult.shared.marks import normalised

PASSWORD_MIN, PASSWORD_MAX = 12, 128
# As many code points are read of what is typed, whatever they become: a password that was set can be typed again.
_TYPED_MAX = 2 * PASSWORD_MAX
_HASHER = PasswordHasher()
# As many at once as leave the rest of the process free to answer readers.
_TURNS = BoundedSemaphore(2)


def normal_password(password: str) -> str:
    """Return ``password`` in NFKC, so that the same keys give the same word on every keyboard."""
    return normalised("NFKC", password)


def check_password_rules(password: str, *, email: str = "") -> None:
    """Raise DomainError where ``password`` is shorter than 12 or longer than 128 characters, or tried first.

    ``email`` is the address of the account that it is for.
    """
    # Measured as it was typed before any normal form is made of it.
    length = len(normal_password(password)) if len(password) <= _TYPED_MAX else len(password)
    if length < PASSWORD_MIN:
        raise DomainError("password-short", field="password", typed=length, least=PASSWORD_MIN)
    if length > PASSWORD_MAX:
        raise DomainError("password-long", field="password", most=PASSWORD_MAX)
    if is_guessable(password, email=email):
        raise DomainError("password-guessable", field="password")


def hashed(password: str, *, email: str = "") -> str:
    """Return the argon2id hash of a new password. It takes long: call it before a write transaction begins.

    Raises DomainError where it breaks a rule; ``email`` is the address of its account.
    """
    check_password_rules(password, email=email)
    with _TURNS:
        return _HASHER.hash(normal_password(password))


def verified(user: User | None, password: str) -> str:
    """Return the stored hash that ``password`` was found to fit; raise SignInError, after equal work, for anyone else.

    It takes long: call it before a write transaction begins, and give what it returns to the service, which then
    checks that the password has not been changed meanwhile.
    """
    stored = user.password_hash if user else _nobodys_hash(_HASHER)
    try:
        with _TURNS:
            _HASHER.verify(stored, normal_password(password[:_TYPED_MAX]))
    except (VerificationError, InvalidHashError) as wrong:
        raise SignInError from wrong
    if user is None:
        raise SignInError
    if user.suspended_at is not None:
        # Only whoever knows the password learns of it.
        raise DomainError("account-suspended", field="password")
    return stored


@cache
def _nobodys_hash(hasher: PasswordHasher) -> str:
    return hasher.hash("nobody has this password")
