"""Which mails come: switched in the account, or signed out by the link in each of them; security mails always come."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.services import reset_password
from consult.jobs import delivery
from tests.client import ReviewingClient, location
from tests.factories.answers import Answered, answered
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.databases import MigratedDatabase


@pytest.fixture
def told(app: Flask, committed: Committed) -> tuple[Answered, User]:  # noqa: ARG001 - the application holds the settings
    """Return an answered consultation and the author of its hidden contribution and its comment's author."""
    with committed() as session:
        ended = answered(session)
        author = session.get(User, ended.comment.author_id)
        assert author is not None
    return ended, author


def mails_to(app: Flask, user: User) -> dict[str, EmailMessage]:
    """Deliver what waits and return the mails to somebody, by kind."""
    delivery.deliver_due(app)
    found = {}
    for path in sorted((app.extensions["settings"].var_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        if mail["To"] == user.email:
            found[path.stem.partition("-")[2]] = mail
    return found


def preferences(mail: EmailMessage) -> str:
    """Return the path of the page on which mails are chosen, which both parts of the mail name."""
    found: set[str] = set()
    for kind in ("plain", "html"):
        part = mail.get_body(preferencelist=(kind,))
        assert part is not None
        found.update(re.findall(r"http://localhost(/(?:ar|en)/mail-preferences/[\w.-]+)", part.get_content()))
    (path,) = found
    return path


def test_a_mail_that_may_be_switched_off_says_how(app: Flask, told: tuple[Answered, User]) -> None:
    mails = mails_to(app, told[1])
    assert {"receipt", "answered"} <= set(mails)
    for kind, mail in mails.items():
        if kind in {"receipt", "answered"}:
            assert preferences(mail)
            assert re.fullmatch(
                r"<http://localhost/(?:ar|en)/unsubscribe/[\w./-]+>", mail["List-Unsubscribe"]
            )
        else:
            assert mail["List-Unsubscribe"] is None


@pytest.mark.parametrize("off", ["receipt", "answered"])
def test_what_is_switched_off_does_not_come(
    app: Flask, committed: Committed, told: tuple[Answered, User], off: str
) -> None:
    with committed() as session:
        user = session.get(User, told[1].id)
        assert user is not None
        user.mails_receipts, user.mails_answers = off != "receipt", off != "answered"
        reset_password(session, now=told[0].outcome.published_at, user=user, password_hash="fresh")
    came = set(mails_to(app, told[1]))
    assert off not in came
    assert {"receipt", "answered"} - {off} <= came
    assert "account-password-changed" in came


def test_the_link_switches_without_signing_in(
    client: ReviewingClient, app: Flask, told: tuple[Answered, User], database: MigratedDatabase
) -> None:
    path = preferences(mails_to(app, told[1])["answered"])
    page = client.get(path, may_set_cookie=True).text
    assert page.count("checked") == 2
    assert told[1].email not in page
    assert location(client.submit(path, {"receipts": []})) == path
    with Session(database.engine) as session:
        user = session.get(User, told[1].id)
        assert user is not None
        assert (user.mails_receipts, user.mails_answers) == (False, True)
    assert client.get(path).text.count("checked") == 1
    assert client.get("/en/account/").status_code == 303


def test_a_link_that_is_not_ours_says_so(
    client: ReviewingClient, app: Flask, told: tuple[Answered, User]
) -> None:
    path = preferences(mails_to(app, told[1])["receipt"])
    for wrong in (path[:-3], "/en/mail-preferences/none"):
        assert client.get(wrong, may_set_cookie=True).status_code == 410


def test_the_link_is_no_way_in(client: ReviewingClient, app: Flask, told: tuple[Answered, User]) -> None:
    token = preferences(mails_to(app, told[1])["receipt"]).rpartition("/")[2]
    for page in ("confirm", "reset", "address"):
        assert client.get(f"/en/{page}/{token}", may_set_cookie=True).status_code == 410


def test_the_account_switches_them_too(
    client: ReviewingClient, told: tuple[Answered, User], database: MigratedDatabase
) -> None:
    client.sign_in(told[1])
    path = "/en/account/settings"
    assert location(client.submit(path, {"answers": []})) == path
    with Session(database.engine) as session:
        user = session.get(User, told[1].id)
        assert user is not None
        assert (user.mails_receipts, user.mails_answers) == (True, False)
