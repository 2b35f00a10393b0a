"""Registering, confirming, signing in and resetting, as the domain sees them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.models import User
from consult.accounts.services import (
    CONFIRM,
    RESET,
    Registration,
    ask_confirmation,
    ask_reset,
    confirm,
    make_token,
    read_token,
    register,
    reset_password,
    set_preferences,
    sign_in,
)
from consult.outbox.models import OutboxMessage
from consult.shared.errors import DomainError
from tests.factories.moments import DURING

SECRET = "only for this test"
PASSWORD = "twelve characters and more"
GOOD = Registration("New.Person@example.org", PASSWORD, "ar", of_age=True)


@pytest.fixture
def newcomer(session: Session) -> User:
    """Return somebody who has just registered."""
    user = register(session, now=DURING, registration=GOOD)
    assert user is not None
    return user


def kinds_to(session: Session, user: User) -> list[str]:
    """Return the kinds of messages to a user, in order."""
    query = select(OutboxMessage.kind).where(OutboxMessage.recipient == user.email)
    return list(session.scalars(query.order_by(OutboxMessage.id)))


def test_a_new_address_gets_a_link_and_nothing_else_is_known_of_it(session: Session, newcomer: User) -> None:
    assert kinds_to(session, newcomer) == ["confirm"]
    assert newcomer.confirmed_at is None
    assert PASSWORD not in newcomer.password_hash


def test_a_known_address_makes_no_second_account_and_tells_its_owner(
    session: Session, newcomer: User
) -> None:
    confirm(session, now=DURING, user=newcomer)
    again = Registration("new.person@EXAMPLE.org ", PASSWORD, "en", of_age=True)
    assert register(session, now=DURING, registration=again) is None
    assert kinds_to(session, newcomer) == ["confirm", "registered-again"]


def test_an_address_that_was_never_confirmed_gets_a_new_link(session: Session, newcomer: User) -> None:
    later = DURING + timedelta(hours=1)
    assert register(session, now=later, registration=GOOD) is None
    assert kinds_to(session, newcomer) == ["confirm", "confirm"]


@pytest.mark.parametrize(
    ("password", "of_age", "code"),
    [("eleven char", True, "password-short"), ("a" * 129, True, "password-long"), (PASSWORD, False, "declare-age")],
)  # fmt: skip
def test_what_is_refused(session: Session, password: str, of_age: bool, code: str) -> None:  # noqa: FBT001
    asked = Registration("other@example.org", password, "ar", of_age=of_age)
    with pytest.raises(DomainError) as refused:
        register(session, now=DURING, registration=asked)
    assert refused.value.code == code


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


def test_whoever_is_suspended_gets_the_same_answer(session: Session, newcomer: User) -> None:
    newcomer.suspended_at = DURING
    with pytest.raises(SignInError):
        sign_in(session, email=newcomer.email, password=PASSWORD)


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
    epoch = newcomer.session_epoch
    reset_password(session, now=DURING, user=newcomer, password="another good password")
    assert newcomer.session_epoch == epoch + 1
    assert newcomer.confirmed_at == DURING
    assert sign_in(session, email=newcomer.email, password="another good password") is newcomer


def test_only_known_addresses_get_links(session: Session, newcomer: User) -> None:
    before = len(session.scalars(select(OutboxMessage.id)).all())
    ask_reset(session, now=DURING, email="nobody@example.org")
    ask_confirmation(session, now=DURING, email="nobody@example.org")
    assert len(session.scalars(select(OutboxMessage.id)).all()) == before
    ask_reset(session, now=DURING, email=newcomer.email)
    assert kinds_to(session, newcomer) == ["confirm", "reset"]


def test_a_confirmed_address_gets_no_second_link(session: Session, newcomer: User) -> None:
    confirm(session, now=DURING, user=newcomer)
    ask_confirmation(session, now=DURING + timedelta(hours=1), email=newcomer.email)
    assert kinds_to(session, newcomer) == ["confirm"]


def test_the_public_name_is_one_line_or_none(session: Session, newcomer: User) -> None:
    set_preferences(session, user=newcomer, public_name="  مشاركة\u202e من \n معان ", language="en")
    assert (newcomer.public_name, newcomer.language) == ("مشاركة من معان", "en")
    set_preferences(session, user=newcomer, public_name=" ", language="ar")
    assert newcomer.public_name is None
    with pytest.raises(DomainError):
        set_preferences(session, user=newcomer, public_name="x" * 101, language="ar")
