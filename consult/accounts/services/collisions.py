"""Addresses that an operator has to resolve: two accounts came to share one form, or mail servers take none of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.models import ActKind, User
from consult.accounts.services.account import ask_reset, link_to, take_address
from consult.accounts.services.grants import OPERATOR
from consult.accounts.services.journal import note
from consult.outbox.services import enqueue
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError, NotFoundError


@dataclass(frozen=True)
class Collision:
    """An account whose address is held. ``address`` is its one form, None where it has none.

    ``others`` are the ids of the accounts that have the same form, whether they are held too or not.
    """

    user: User
    address: str | None
    others: tuple[int, ...]


def find_collisions(session: Session) -> list[Collision]:
    """Return the accounts whose address has to be resolved, by id."""
    held = [(user, _form(user.email)) for user in queries.held_users(session)]
    found = []
    for user, form in held:
        same = [other.id for other, its in held if form is not None and its == form and other is not user]
        holder = queries.user_by_email(session, form) if form is not None else None
        found.append(Collision(user, form, tuple(sorted([*same, *([holder.id] if holder else [])]))))
    return found


def offer_address(session: Session, *, now: datetime, user_id: int, email: str) -> str:
    """Send a link to an address for an account that is held, and return the address in its one form.

    The account moves there once the link is opened and its password written. Raises DomainError at ``email``,
    ``address-taken`` where another account has it; NotFoundError where no such account is held.
    """
    user, address = _to_resolve(session, user_id, email)
    enqueue(session, now=now, messages=[link_to(address, user=user, now=now)])
    return address


def give_address(session: Session, *, now: datetime, user_id: int, email: str) -> str:
    """Move an account that is held to an address at once, and return the address in its one form.

    For somebody who has lost the password too: a link to a new one goes there, so whoever reads that mail has the
    account. Every session ends. Raises what ``offer_address`` raises.
    """
    user, address = _to_resolve(session, user_id, email)
    if not take_address(session, now=now, user=user, address=address):
        raise DomainError("address-taken", field="email")
    note(session, now=now, kind=ActKind.ADDRESS_CHANGED, user_id=user.id, by_id=None, role=OPERATOR)
    ask_reset(session, now=now, email=address, language=user.language)
    return address


def _to_resolve(session: Session, user_id: int, email: str) -> tuple[User, str]:
    address = email_address(email)
    user = queries.lock_user(session, user_id, address=True)
    if user is None or user.email_held_at is None:
        raise NotFoundError
    if queries.user_by_email(session, address) is not None:
        raise DomainError("address-taken", field="email")
    return user, address


def _form(email: str) -> str | None:
    try:
        return email_address(email)
    except DomainError:
        return None
