"""What people change about their own account: name, language, mails, password, address."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts import queries
from consult.accounts.errors import SignInError, TokenError
from consult.accounts.models import ActKind, User
from consult.accounts.services.journal import note, tell
from consult.accounts.services.links import ADDRESS, RESET, read_address_token, to_address
from consult.accounts.services.signing_in import end_sessions
from consult.outbox.services import Message, enqueue
from consult.shared.email_address import email_address
from consult.shared.errors import DomainError, problems_of_words, raise_any
from consult.shared.names import problem_of_name
from consult.shared.text import clean_line

NAME_MAX = 100
ADDRESS_ASKED = "address-asked"


def checked_name(public_name: str, taken: Container[str] = ()) -> str | None:
    """Return the name to be shown, cleaned, None for none; raise DomainError at ``public_name`` where it is refused.

    ``taken`` holds the skeletons (``shared.names``) of the names of organisations.
    """
    name = clean_line(public_name)
    raise_any(problems_of_words({"public_name": name}, most=NAME_MAX, needed=False))
    problem = problem_of_name(public_name, taken)
    if problem is not None:
        raise DomainError(problem, field="public_name")
    return name or None


def set_preferences(
    session: Session, *, user: User, public_name: str, language: str, taken: Container[str] = ()
) -> None:
    """Set the name shown on what is said from now on, empty for none, and the language of mails.

    ``taken`` holds the skeletons of the names of organisations. The name that somebody has already is theirs to keep.
    """
    if clean_line(public_name) != (user.public_name or ""):
        user.public_name = checked_name(public_name, taken)
    user.language = language
    session.flush()


def set_mails(session: Session, *, user: User, receipts: bool, answers: bool) -> None:
    """Set which mails come; those about moderation and about the account itself always do."""
    user.mails_receipts, user.mails_answers = receipts, answers
    session.flush()


def stop_mails(session: Session, *, user: User, mails: str) -> None:
    """Let mails of one kind come no more: ``receipts`` or ``answers``; stopped again, nothing changes."""
    if mails == "receipts":
        user.mails_receipts = False
    else:
        user.mails_answers = False
    session.flush()


def ask_reset(session: Session, *, now: datetime, email: str, language: str) -> None:
    """Put a mail with a link to a new password in the outbox; the worker sends it if the address is known.

    Raises DomainError at ``email`` for what is no address.
    """
    address = email_address(email)
    enqueue(session, now=now, messages=[Message(to_address(RESET, address, now), RESET, address, language)])


def reset_password(session: Session, *, now: datetime, user: User, password_hash: str) -> None:
    """Set a new password and tell the owner; every session ends, and the address counts as confirmed."""
    if user.confirmed_at is None:
        # Somebody else may have registered with this address: the name is theirs, not the owner's.
        user.public_name = None
    user.confirmed_at = user.confirmed_at or now
    end_sessions(session, now=now, user_id=user.id)
    _new_password(session, now, user, password_hash)


def change_password(
    session: Session, *, now: datetime, user_id: int, fitting: str, password_hash: str, session_id: int
) -> None:
    """Set a new password and tell the owner; every session but ``session_id`` ends.

    ``fitting`` is the hash that the old one was found to fit. Raises SignInError where it was changed since.
    """
    user = _held(session, user_id, fitting)
    end_sessions(session, now=now, user_id=user_id, except_id=session_id)
    _new_password(session, now, user, password_hash)


def ask_address(session: Session, *, now: datetime, user_id: int, fitting: str, email: str) -> None:
    """Put two mails in the outbox: to the address that somebody wants to move to, and a notice to the present one.

    What the first says, a link or that the address has an account already, the worker decides: the answer and the
    statements are the same for both. ``fitting`` is the hash that the password was found to fit; raises SignInError
    where it was changed since, DomainError at ``email`` for what is no address or theirs already, and for somebody
    whose address an operator has to resolve first.
    """
    address = email_address(email)
    user = _held(session, user_id, fitting)
    if user.email_held_at is not None:
        raise DomainError("address-held", field="email")
    if address == user.email:
        raise DomainError("address-yours", field="email")
    notice = f"{ADDRESS_ASKED}:{user.id}:{now.isoformat(timespec='minutes')}"
    messages = [
        link_to(address, user=user, now=now),
        Message(notice, ADDRESS_ASKED, user.email, user.language, {"user_id": user.id}),
    ]
    enqueue(session, now=now, messages=messages)


def link_to(address: str, *, user: User, now: datetime) -> Message:
    """Return the mail that offers ``user`` an address, in its one form: the account moves when its link is opened."""
    key = f"{to_address(ADDRESS, address, now)}:{user.id}"
    return Message(key, ADDRESS, address, user.language, {"user_id": user.id})


def change_address(session: Session, *, now: datetime, secret: str, token: str, fitting: str) -> User:
    """Move an account to the address that the link's mail went to, and tell the old one; every session ends.

    Return the user. Raises TokenError for a link that does not work or an address taken meanwhile, SignInError
    where the password that fits ``fitting`` was changed since.
    """
    user, address = read_address_token(session, secret, token=token, hold=True)
    if user.password_hash != fitting:
        raise SignInError
    act = note(session, now=now, kind=ActKind.ADDRESS_CHANGED, user_id=user.id, by_id=user.id, role="owner")
    tell(session, now=now, act=act, user=user)
    if not take_address(session, now=now, user=user, address=address):
        raise TokenError
    return user


def take_address(session: Session, *, now: datetime, user: User, address: str) -> bool:
    """Give ``user`` an address in its one form, confirmed, and end their sessions; False where somebody has it."""
    try:
        with session.begin_nested():
            user.email, user.email_held_at = address, None
            session.flush()
    except IntegrityError:
        return False
    user.confirmed_at = user.confirmed_at or now
    end_sessions(session, now=now, user_id=user.id)
    return True


def _held(session: Session, user_id: int, fitting: str) -> User:
    """Return the account, held until the transaction ends; SignInError where its password was changed meanwhile."""
    user = queries.lock_user(session, user_id)
    if user is None or user.suspended_at is not None or user.password_hash != fitting:
        raise SignInError
    return user


def _new_password(session: Session, now: datetime, user: User, password_hash: str) -> None:
    user.password_hash = password_hash
    act = note(session, now=now, kind=ActKind.PASSWORD_CHANGED, user_id=user.id, by_id=user.id, role="owner")
    tell(session, now=now, act=act, user=user)
