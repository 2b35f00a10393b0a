"""Registering, confirming, signing in and resetting, as the domain sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.models import User
from consult.accounts.queries import running_sessions, user_by_email
from consult.accounts.services import (
    CONFIRM,
    REGISTERED,
    RESET,
    Registration,
    ask_confirmation,
    ask_reset,
    begin_session,
    confirm,
    hashed,
    make_token,
    read_token,
    register,
    reset_password,
    set_preferences,
    verified,
)
from consult.outbox.models import OutboxMessage
from consult.shared.errors import DomainError
from tests.factories.moments import DURING

SECRET = "only for this test"
PASSWORD = "twelve characters and more"
HASH = hashed(PASSWORD)
GOOD = Registration("New.Person@example.org", HASH, "ar", of_age=True)


@pytest.fixture
def newcomer(session: Session) -> User:
    """Return somebody who has just registered."""
    user = session.get(User, register(session, now=DURING, registration=GOOD))
    assert user is not None
    return user


def kinds_to(session: Session, user: User) -> list[str]:
    """Return the kinds of messages to a user, in order."""
    query = select(OutboxMessage.kind).where(OutboxMessage.recipient == user.email)
    return list(session.scalars(query.order_by(OutboxMessage.id)))


def test_a_new_address_gets_a_link_and_nothing_else_is_known_of_it(session: Session, newcomer: User) -> None:
    assert kinds_to(session, newcomer) == [REGISTERED]
    assert newcomer.confirmed_at is None
    assert PASSWORD not in newcomer.password_hash


def test_a_known_address_makes_no_second_account_and_tells_its_owner(
    session: Session, newcomer: User
) -> None:
    confirm(session, now=DURING, user=newcomer)
    again = Registration("new.person@EXAMPLE.org ", HASH, "en", of_age=True)
    assert register(session, now=DURING, registration=again) is None
    same = select(User.id).where(User.email == "new.person@example.org")
    assert session.scalars(same).all() == [newcomer.id]


def test_an_address_that_was_never_confirmed_gets_a_new_link(session: Session, newcomer: User) -> None:
    later = DURING + timedelta(hours=1)
    assert register(session, now=later, registration=GOOD) is None
    assert kinds_to(session, newcomer) == [REGISTERED, REGISTERED]


@pytest.mark.parametrize(
    ("password", "code"), [("eleven char", "password-short"), ("a" * 129, "password-long")]
)
def test_passwords_that_are_refused(password: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        hashed(password)
    assert refused.value.code == code


def test_whoever_does_not_declare_their_age_is_refused(session: Session) -> None:
    asked = Registration("other@example.org", HASH, "ar", of_age=False)
    with pytest.raises(DomainError) as refused:
        register(session, now=DURING, registration=asked)
    assert (refused.value.code, refused.value.field) == ("declare-age", "of_age")


def sign_in(session: Session, *, email: str, password: str) -> User:
    """Sign in as the face does: check the password, then begin a session."""
    known = user_by_email(session, email)
    fitting = verified(known, password)
    assert known is not None
    return begin_session(session, now=DURING, user_id=known.id, password_hash=fitting, device="")[0]


def test_signing_in_needs_the_password_and_forgives_the_case_of_the_address(
    session: Session, newcomer: User
) -> None:
    assert sign_in(session, email=" NEW.person@example.org", password=PASSWORD) is newcomer
    for email, password in (
        (newcomer.email, PASSWORD + "x"),
        ("nobody@example.org", PASSWORD),
        (newcomer.email, ""),
    ):
        with pytest.raises(SignInError):
            sign_in(session, email=email, password=password)


def test_a_password_that_was_changed_while_it_was_checked_begins_no_session(
    session: Session, newcomer: User
) -> None:
    fitting = verified(newcomer, PASSWORD)
    reset_password(session, now=DURING, user=newcomer, password_hash=hashed("another good password"))
    with pytest.raises(SignInError):
        begin_session(session, now=DURING, user_id=newcomer.id, password_hash=fitting, device="")


def test_only_who_knows_the_password_learns_of_a_suspension(session: Session, newcomer: User) -> None:
    newcomer.suspended_at = DURING
    with pytest.raises(SignInError):
        sign_in(session, email=newcomer.email, password=PASSWORD + "x")
    with pytest.raises(DomainError) as refused:
        sign_in(session, email=newcomer.email, password=PASSWORD)
    assert refused.value.code == "account-suspended"


def test_a_link_works_once(session: Session, newcomer: User) -> None:
    token = make_token(SECRET, purpose=CONFIRM, user=newcomer)
    assert read_token(session, SECRET, purpose=CONFIRM, token=token) is newcomer
    confirm(session, now=DURING, user=newcomer)
    with pytest.raises(TokenError):
        read_token(session, SECRET, purpose=CONFIRM, token=token)


def test_a_link_serves_one_purpose_and_one_secret(session: Session, newcomer: User) -> None:
    token = make_token(SECRET, purpose=CONFIRM, user=newcomer)
    for secret, purpose, given in (
        (SECRET, RESET, token),
        ("another", CONFIRM, token),
        (SECRET, CONFIRM, token[:-2]),
    ):
        with pytest.raises(TokenError):
            read_token(session, secret, purpose=purpose, token=given)


def test_a_link_says_nothing_of_the_account(newcomer: User) -> None:
    import base64  # noqa: PLC0415

    payload = make_token(SECRET, purpose=RESET, user=newcomer).split(".")[0]
    shown = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)).decode()
    assert "example.org" not in shown
    assert newcomer.password_hash[-12:] not in shown


def test_a_new_password_ends_every_session_and_confirms(session: Session, newcomer: User) -> None:
    sign_in(session, email=newcomer.email, password=PASSWORD)
    reset_password(session, now=DURING, user=newcomer, password_hash=hashed("another good password"))
    assert running_sessions(session, user_id=newcomer.id, now=DURING) == []
    assert newcomer.confirmed_at == DURING
    assert sign_in(session, email=newcomer.email, password="another good password") is newcomer


def test_known_and_unknown_addresses_cost_the_same_and_leave_the_same(
    session: Session, newcomer: User
) -> None:
    def done(act: Callable[[], object]) -> list[str]:
        seen: list[str] = []
        connection = session.connection()

        def note(*asked: object) -> None:
            seen.append(str(asked[2]))

        event.listen(connection, "before_cursor_execute", note)
        act()
        event.remove(connection, "before_cursor_execute", note)
        return seen

    later = DURING + timedelta(hours=1)
    known, unknown = newcomer.email, "nobody@example.org"
    acts: list[Callable[[str], object]] = [
        lambda email: register(session, now=later, registration=Registration(email, HASH, "ar", of_age=True)),
        lambda email: ask_reset(session, now=later, email=email, language="ar"),
        lambda email: ask_confirmation(session, now=later + timedelta(hours=1), email=email, language="ar"),
    ]
    for act in acts:
        first, second = done(lambda act=act: act(known)), done(lambda act=act: act(unknown))  # type: ignore[misc]
        assert first == second != []


def test_the_public_name_is_one_line_or_none(session: Session, newcomer: User) -> None:
    set_preferences(session, user=newcomer, public_name="  مشاركة\u200f من \n معان ", language="en")
    assert (newcomer.public_name, newcomer.language) == ("مشاركة من معان", "en")
    set_preferences(session, user=newcomer, public_name=" ", language="ar")
    assert newcomer.public_name is None
    with pytest.raises(DomainError):
        set_preferences(session, user=newcomer, public_name="x" * 101, language="ar")
