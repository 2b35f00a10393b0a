"""Accounts that came to share the one form of an address: they sign in, get no mail, and an operator resolves them."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from consult.accounts.errors import TokenError
from consult.accounts.models import AccountAct, User
from consult.accounts.services import CONFIRM, RESET, hashed, make_token, read_token
from consult.jobs import delivery
from consult.outbox.models import OutboxMessage
from consult.outbox.services import Message, enqueue
from tests.client import ReviewingClient, location
from tests.factories.moments import DURING
from tests.factories.people import user as make_user

if TYPE_CHECKING:
    from flask import Flask

    from tests.public.conftest import Committed

# ruff: noqa: RUF001 - Arabic figures are what this is about

PASSWORDS = {"user1@example.org": "the first of two here", "user١@example.org": "the second of two here"}
OWN, HELD = PASSWORDS
NEW = "somewhere.else@example.org"


@pytest.fixture
def two(committed: Committed) -> tuple[User, User]:
    """Return whose the address is, and whose account is held, both confirmed."""
    with committed() as session:
        made = make_user(session, language="en"), make_user(session, language="en")
        for user, (email, password) in zip(made, PASSWORDS.items(), strict=True):
            user.email, user.password_hash = email, hashed(password)
        made[1].email_held_at = DURING
    return made


def mails(app: Flask) -> list[tuple[str, str]]:
    """Deliver what waits and return recipient and text of all mails so far."""
    delivery.deliver_due(app)
    found = []
    for path in sorted((app.extensions["settings"].var_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        part = mail.get_body(preferencelist=("plain",))
        assert part is not None
        found.append((str(mail["To"]), str(part.get_content())))
    return found


def link(text: str) -> str:
    """Return the path of the link in a mail."""
    found = re.search(r"http://localhost(/en/(?:address|reset)/\S+)", text)
    assert found is not None
    return found[1]


def run(app: Flask, *words: str) -> tuple[int, str]:
    """Run a command of accounts; return how it ended and what it said."""
    answer = app.test_cli_runner().invoke(args=["accounts", *words])
    return answer.exit_code, answer.output


def browser(app: Flask) -> ReviewingClient:
    """Return a new browser."""
    made = app.test_client()
    assert isinstance(made, ReviewingClient)
    return made


def signs_in(app: Flask, email: str, password: str) -> bool:
    """Whether somebody can sign in."""
    return browser(app).submit("/en/login", {"email": email, "password": password}).status_code == 303


@pytest.mark.usefixtures("two")
def test_each_signs_in_with_what_they_typed_and_with_nothing_else(app: Flask) -> None:
    for email, password in PASSWORDS.items():
        assert signs_in(app, email, password)
    assert not signs_in(app, OWN, PASSWORDS[HELD])
    assert not signs_in(app, HELD, PASSWORDS[OWN])


def test_nothing_is_written_to_an_address_that_is_held(
    app: Flask, two: tuple[User, User], committed: Committed
) -> None:
    own, held = two
    for path in ("/en/forgotten", "/en/confirm"):
        assert browser(app).submit(path, {"email": HELD}).status_code == 303
    with committed() as session:
        enqueue(
            session, now=DURING, messages=[Message("fact", "receipt", held.email, "en", {"reference": "V"})]
        )
        assert set(session.scalars(select(OutboxMessage.recipient))) == {OWN}
        # Whatever came into the outbox otherwise is not sent either.
        session.add(
            OutboxMessage(
                key="older", kind="reset", recipient=HELD, language="en", content={}, created_at=DURING,
                not_before=DURING, attempts=0,
            )
        )  # fmt: skip
        for purpose in (RESET, CONFIRM):
            with pytest.raises(TokenError):
                read_token(
                    session, "secret", purpose=purpose, token=make_token("secret", purpose=purpose, user=held)
                )
    told = mails(app)
    assert {to for to, _text in told} == {own.email}


def test_whoever_is_held_is_told_so_and_cannot_move_alone(app: Flask, two: tuple[User, User]) -> None:
    client = browser(app)
    client.sign_in(two[1])
    for path in ("", "settings", "security"):
        assert "Our mails do not reach you" in client.get(f"/en/account/{path}").text
        assert "لا تصلك رسائلنا" in client.get(f"/ar/account/{path}").text
    answer = client.submit("/en/account/address", {"email": NEW, "present": PASSWORDS[HELD]})
    assert answer.status_code == 422
    assert "waits for its address to be resolved" in answer.text
    assert NEW in answer.text
    assert mails(app) == []


def test_an_operator_lists_them_and_offers_an_address(app: Flask, two: tuple[User, User]) -> None:
    own, held = two
    code, said = run(app, "collisions")
    first, last = said.splitlines()
    assert (code, first) == (0, f"account {held.id}: {HELD}, written {OWN} as for account {own.id}")
    assert last == "Accounts whose address has to be resolved: 1."
    for wrong, told in ((OWN, "another account has this address"), ("علي@example.org", "before the @")):
        code, said = run(app, "resolve", str(held.id), wrong)
        assert (code, told in said) == (2, True)
    assert run(app, "resolve", str(own.id), NEW)[0] == 2
    assert run(app, "resolve", str(held.id), NEW.upper())[0] == 0
    ((to, text),) = mails(app)
    assert to == NEW
    assert signs_in(app, HELD, PASSWORDS[HELD]), "nothing has moved yet"
    assert browser(app).submit(link(text), {"password": PASSWORDS[OWN]}).status_code == 422
    assert browser(app).submit(link(text), {"password": PASSWORDS[HELD]}).status_code == 303
    assert signs_in(app, NEW, PASSWORDS[HELD])
    assert not signs_in(app, HELD, PASSWORDS[HELD])
    assert run(app, "collisions")[1] == "Accounts whose address has to be resolved: 0.\n"


def test_whoever_lost_the_password_too_gets_a_new_one_at_the_address(
    app: Flask, two: tuple[User, User], committed: Committed
) -> None:
    held = two[1]
    client = browser(app)
    client.sign_in(held)
    assert run(app, "resolve", str(held.id), NEW, "--at-once")[0] == 0
    assert location(client.get("/en/account/")).startswith("/en/login")
    ((to, text),) = mails(app)
    assert to == NEW
    assert browser(app).submit(link(text), {"password": "a third password now"}).status_code == 303
    assert signs_in(app, NEW, "a third password now")
    with committed() as session:
        acts = session.scalars(
            select(AccountAct.kind).where(AccountAct.user_id == held.id).order_by(AccountAct.id)
        )
        assert acts.all() == ["address-changed", "password-changed"]
