"""Registering and confirming. Known and unknown addresses get the same answer after the same work.

What differs between them is decided when the mail is written, by the worker: nobody can see or time that.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Insert
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.services.account import checked_name
from consult.accounts.services.links import to_address
from consult.accounts.services.signing_in import end_sessions
from consult.orm import insert_if_new
from consult.outbox.services import Message, enqueue
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError

REGISTERED = "registered"


@dataclass(frozen=True)
class Registration:
    """What somebody typed to register; ``language`` is the one their mails come in."""

    email: str
    password_hash: str
    language: str
    public_name: str | None = None
    of_age: bool = False


def register(
    session: Session, *, now: datetime, registration: Registration, taken: Container[str] = ()
) -> int | None:
    """Register somebody and put a mail in the outbox; return the new user's id, None for an address that is known.

    Both ways cost the same statements. ``taken`` holds the skeletons of the names of organisations. Raises DomainError
    at its field.
    """
    registration = replace(
        registration, email=email_address(registration.email),
        public_name=checked_name(registration.public_name or "", taken),
    )  # fmt: skip
    if not registration.of_age:
        raise DomainError("declare-age", field="of_age")
    new_id: int | None = session.scalar(_insert_if_new(session, now, registration))
    _send(session, now=now, address=registration.email, language=registration.language)
    return new_id


def _insert_if_new(session: Session, now: datetime, registration: Registration) -> Insert:
    """Return the statement that adds a user, unless somebody has the address: the unique key decides."""
    values = {
        "email": registration.email, "password_hash": registration.password_hash,
        "public_name": registration.public_name, "language": registration.language, "created_at": now,
        "of_age_at": now,
    }  # fmt: skip
    return insert_if_new(session, User, "email").values(**values).returning(User.id)


def _send(session: Session, *, now: datetime, address: str, language: str) -> None:
    """Put the mail to whoever registered in the outbox, one a minute at most; what it says is decided later."""
    key = to_address(REGISTERED, address, now)
    enqueue(session, now=now, messages=[Message(key, REGISTERED, address, language)])


def ask_confirmation(session: Session, *, now: datetime, email: str, language: str) -> None:
    """Send the confirmation mail again; the same work is done for every address. DomainError for what is none."""
    _send(session, now=now, address=email_address(email), language=language)


def confirm(session: Session, *, now: datetime, user: User) -> None:
    """Note that the address of ``user`` is theirs."""
    if user.confirmed_at is None:
        user.confirmed_at = now
        # Whoever signed in before the owner of the address came is signed out.
        end_sessions(session, now=now, user_id=user.id)
