"""Changing a password, an address and which mails come, as the domain sees them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from consult.accounts.errors import SignInError, TokenError
from consult.accounts.models import User
from consult.accounts.queries import acts_on, running_sessions
from consult.accounts.services import (
    ADDRESS,
    ADDRESS_ASKED,
    CONFIRM,
    MAILS,
    RESET,
    ask_address,
    begin_session,
    change_address,
    change_password,
    make_address_token,
    make_token,
    read_address_token,
    read_token,
    reset_password,
    set_mails,
    set_preferences,
)
from consult.outbox.models import OutboxMessage
from consult.shared.errors import DomainError
from consult.shared.skeletons import skeleton
from tests.factories.moments import DURING
from tests.factories.people import user as make_user

SECRET = "only for this test"
NEW = "another.place@example.org"


@pytest.fixture
def person(session: Session) -> User:
    """Return somebody who is signed in twice; the noise beside them is signed in once."""
    somebody, noise = make_user(session), make_user(session)
    for user in (somebody, somebody, noise):
        sign_in(session, user)
    return somebody


def sign_in(session: Session, user: User) -> None:
    """Begin a session; no password is needed for that here."""
    begin_session(session, now=DURING, user_id=user.id, password_hash=user.password_hash, device="Firefox")


def signed_in(session: Session, user: User) -> list[int]:
    """Return the ids of a person's sessions."""
    return [row.id for row in running_sessions(session, user_id=user.id, now=DURING)]


def kinds(session: Session, user: User) -> list[str]:
    """Return what was done to an account, newest first."""
    return [act.kind for act in acts_on(session, user_id=user.id)]


def mails_to(session: Session, email: str) -> list[str]:
    """Return the kinds of messages to an address, in order."""
    query = select(OutboxMessage.kind).where(OutboxMessage.recipient == email).order_by(OutboxMessage.id)
    return list(session.scalars(query))


def asked(session: Session, person: User, email: str = NEW) -> str:
    """Ask for an address and return the token that the mail there would hold."""
    ask_address(session, now=DURING, user_id=person.id, fitting=person.password_hash, email=email)
    query = select(OutboxMessage).where(OutboxMessage.kind == ADDRESS, OutboxMessage.recipient == email)
    message = session.scalars(query.order_by(OutboxMessage.id.desc())).first()
    assert message is not None
    return make_address_token(SECRET, user=person, message=message)


def move(session: Session, person: User, token: str) -> User:
    """Follow the link."""
    return change_address(session, now=DURING, secret=SECRET, token=token, fitting=person.password_hash)


def test_a_new_password_ends_the_other_sessions_and_is_told(session: Session, person: User) -> None:
    other, this = signed_in(session, person)
    change_password(
        session, now=DURING, user_id=person.id, fitting="none", password_hash="fresh", session_id=this
    )
    assert (person.password_hash, signed_in(session, person)) == ("fresh", [this])
    assert other != this
    assert kinds(session, person) == ["password-changed"]
    assert mails_to(session, person.email) == ["account-password-changed"]


def test_a_password_that_was_changed_meanwhile_changes_nothing(session: Session, person: User) -> None:
    this = signed_in(session, person)[0]
    for fitting, suspended in (("an older one", None), ("none", DURING)):
        person.suspended_at = suspended
        with pytest.raises(SignInError):
            change_password(
                session, now=DURING, user_id=person.id, fitting=fitting, password_hash="x", session_id=this
            )
    assert person.password_hash == "none"
    assert len(signed_in(session, person)) == 2


def test_a_forgotten_password_ends_every_session_and_is_told(session: Session, person: User) -> None:
    reset_password(session, now=DURING, user=person, password_hash="fresh")
    assert signed_in(session, person) == []
    assert mails_to(session, person.email) == ["account-password-changed"]


def test_an_address_moves_by_its_link(session: Session, person: User) -> None:
    old, token = person.email, asked(session, person)
    assert mails_to(session, NEW) == [ADDRESS]
    assert mails_to(session, old) == [ADDRESS_ASKED]
    assert person.email == old
    assert move(session, person, token) is person
    assert (person.email, person.email_held_at) == (NEW, None)
    assert signed_in(session, person) == []
    assert kinds(session, person) == ["address-changed"]
    assert mails_to(session, old) == [ADDRESS_ASKED, "account-address-changed"]
    with pytest.raises(TokenError):
        move(session, person, token)


def test_the_journal_holds_no_address(session: Session, person: User) -> None:
    old = person.email
    move(session, person, asked(session, person))
    (act,) = acts_on(session, user_id=person.id)
    told = f"{act.details} {act.reason}"
    assert old not in told
    assert NEW not in told


@pytest.mark.parametrize("change", ["password", "address", "suspended"])
def test_whatever_changes_meanwhile_kills_the_link(session: Session, person: User, change: str) -> None:
    token = asked(session, person)
    if change == "password":
        person.password_hash = "fresh"
    elif change == "address":
        move(session, person, asked(session, person, "third@example.org"))
    else:
        person.suspended_at = DURING
    session.flush()
    with pytest.raises(TokenError):
        move(session, person, token)
    assert person.email != NEW


def test_an_address_that_was_taken_meanwhile_is_not_taken_away(session: Session, person: User) -> None:
    token = asked(session, person)
    quicker = make_user(session)
    quicker.email = NEW
    session.flush()
    with pytest.raises(TokenError):
        move(session, person, token)
    assert quicker.email == NEW


def test_the_link_needs_the_password_that_holds(session: Session, person: User) -> None:
    token = asked(session, person)
    with pytest.raises(SignInError):
        change_address(session, now=DURING, secret=SECRET, token=token, fitting="another")


def test_the_link_of_one_mail_leads_to_no_other_address(session: Session, person: User) -> None:
    asked(session, person, "victim@example.org")
    other = make_user(session)
    token = asked(session, other, "mine@example.org")
    messages = session.scalars(select(OutboxMessage).where(OutboxMessage.kind == ADDRESS)).all()
    mail = next(message for message in messages if message.recipient == "mine@example.org")
    mail.recipient = "victim@example.org"
    session.flush()
    with pytest.raises(TokenError):
        read_address_token(session, SECRET, token=token)


def test_ones_own_address_is_no_new_one(session: Session, person: User) -> None:
    with pytest.raises(DomainError) as refused:
        asked(session, person, f" {person.email.upper()}")
    assert (refused.value.code, refused.value.field) == ("address-yours", "email")


def test_free_and_taken_addresses_cost_the_same(session: Session, person: User) -> None:
    taken = make_user(session)

    def done(email: str, minutes: int) -> list[str]:
        seen: list[str] = []
        connection = session.connection()

        def note(*told: object) -> None:
            seen.append(str(told[2]))

        event.listen(connection, "before_cursor_execute", note)
        now = DURING + timedelta(minutes=minutes)
        ask_address(session, now=now, user_id=person.id, fitting="none", email=email)
        event.remove(connection, "before_cursor_execute", note)
        return seen

    assert done("free@example.org", 0) == done(taken.email, 1) != []
    assert len(mails_to(session, taken.email)) == len(mails_to(session, "free@example.org")) == 1


def test_links_serve_one_purpose(session: Session, person: User) -> None:
    address = asked(session, person)
    others = {
        purpose: make_token(SECRET, purpose=purpose, user=person) for purpose in (CONFIRM, RESET, MAILS)
    }
    for token in others.values():
        with pytest.raises(TokenError):
            read_address_token(session, SECRET, token=token)
    for made, token in (*others.items(), (ADDRESS, address)):
        for purpose in {CONFIRM, RESET, MAILS} - {made}:
            with pytest.raises(TokenError):
                read_token(session, SECRET, purpose=purpose, token=token)


def test_the_link_to_the_mails_lives_as_long_as_the_address(
    session: Session, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    tokens = {purpose: make_token(SECRET, purpose=purpose, user=person) for purpose in (MAILS, RESET)}
    year = 365 * 24 * 60 * 60
    monkeypatch.setattr("itsdangerous.timed.time.time", later(year))
    person.password_hash = "fresh"
    assert read_token(session, SECRET, purpose=MAILS, token=tokens[MAILS]) is person
    with pytest.raises(TokenError):
        read_token(session, SECRET, purpose=RESET, token=tokens[RESET])
    person.email = NEW
    with pytest.raises(TokenError):
        read_token(session, SECRET, purpose=MAILS, token=tokens[MAILS])


def later(seconds: int) -> Callable[[], float]:
    """Return a clock that is ahead."""
    import time  # noqa: PLC0415 - the machine's own, which the links are signed with

    then = time.time() + seconds
    return lambda: then


def test_the_link_to_an_address_works_for_an_hour(
    session: Session, person: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = asked(session, person)
    monkeypatch.setattr("itsdangerous.timed.time.time", later(60 * 60 - 2))
    assert read_address_token(session, SECRET, token=token) == (person, NEW)
    monkeypatch.setattr("itsdangerous.timed.time.time", later(2 * 60 * 60))
    with pytest.raises(TokenError):
        read_address_token(session, SECRET, token=token)


def test_mails_are_switched_off_and_on(session: Session, person: User) -> None:
    assert (person.mails_receipts, person.mails_answers) == (True, True)
    set_mails(session, user=person, receipts=False, answers=True)
    session.refresh(person)
    assert (person.mails_receipts, person.mails_answers) == (False, True)


def test_a9_a_name_of_a_body_is_refused_but_ones_own_is_kept(session: Session, person: User) -> None:
    taken = frozenset({skeleton("Water Users")})
    with pytest.raises(DomainError) as refused:
        set_preferences(session, user=person, public_name="water usеrs", language="en", taken=taken)  # noqa: RUF001
    assert (refused.value.field, person.public_name) == ("public_name", None)
    with pytest.raises(DomainError):
        set_preferences(session, user=person, public_name="Water Users", language="en", taken=taken)
    set_preferences(session, user=person, public_name="Water Users", language="en")
    set_preferences(session, user=person, public_name="Water Users", language="ar", taken=taken)
    assert (person.public_name, person.language) == ("Water Users", "ar")
