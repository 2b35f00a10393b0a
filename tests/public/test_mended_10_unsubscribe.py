"""One press in a mail program stops one kind of mail; the address that does it is good for nothing else."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import compat32
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.web.csrf import EXEMPT
from consult.web.limits import limit_of
from tests.attack.attackers import script
from tests.client import ReviewingClient
from tests.factories.answers import Answered
from tests.public.conftest import committed
from tests.public.test_account_mails import mails_to, preferences, told

if TYPE_CHECKING:
    from tests.databases import MigratedDatabase

__all__ = ["committed", "told"]
PRESS = {"List-Unsubscribe": "One-Click"}


def path_in(mail: EmailMessage) -> str:
    """Return the path that the mail's header names."""
    return urlsplit(str(mail["List-Unsubscribe"]).strip("<>")).path


def wanted(database: MigratedDatabase, user: User) -> tuple[bool, bool]:
    """Return whether receipts and answers come."""
    with Session(database.engine) as session:
        kept = session.get_one(User, user.id)
        return kept.mails_receipts, kept.mails_answers


@pytest.fixture
def program(app: Flask) -> FlaskClient:
    """Return a mail service that sends what RFC 8058 says: no cookie, no origin, no token of a form."""
    return script(app)


def test_the_headers_are_readable_by_anything(app: Flask, told: tuple[Answered, User]) -> None:
    mails_to(app, told[1])
    folder: Path = app.extensions["settings"].var_dir / "mail"
    for path in folder.glob("*-receipt.eml"):
        raw = path.read_bytes()
        assert re.search(rb"\r\nList-Unsubscribe: <http://localhost/[!-~]+>\r\n", raw)
        assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in raw
        assert "=?" not in message_from_bytes(raw, policy=compat32)["List-Unsubscribe"]


@pytest.mark.parametrize(("kind", "left"), [("receipt", (False, True)), ("answered", (True, False))])
def test_one_press_stops_one_kind(
    app: Flask,
    program: FlaskClient,
    told: tuple[Answered, User],
    database: MigratedDatabase,
    kind: str,
    left: tuple[bool, bool],
) -> None:
    path = path_in(mails_to(app, told[1])[kind])
    for _ in range(2):  # A program that lost the answer presses again.
        answer = program.post(path, data=PRESS)
        assert (answer.status_code, answer.headers.getlist("Set-Cookie")) == (200, [])
        assert wanted(database, told[1]) == left
    # Some send it as a form of parts.
    assert program.post(path, data=PRESS, content_type="multipart/form-data").status_code == 200


def test_reading_it_changes_nothing_and_offers_the_button(
    app: Flask, client: ReviewingClient, told: tuple[Answered, User], database: MigratedDatabase
) -> None:
    path = path_in(mails_to(app, told[1])["answered"])
    page = client.get(path, may_set_cookie=True)
    assert page.status_code == 200
    assert told[1].email not in page.text
    client.head(path, may_set_cookie=True)
    assert wanted(database, told[1]) == (True, True)
    done = client.submit(path, {}, button="List-Unsubscribe=One-Click")
    assert done.status_code == 200
    assert 'role="status"' in done.text
    assert wanted(database, told[1]) == (True, False)
    assert 'role="status"' in client.get(path, may_set_cookie=True).text


def test_another_press_does_nothing(
    app: Flask, program: FlaskClient, told: tuple[Answered, User], database: MigratedDatabase
) -> None:
    path = path_in(mails_to(app, told[1])["answered"])
    for fields in ({}, {"List-Unsubscribe": "one-click"}, {"One-Click": "List-Unsubscribe"}):
        assert program.post(path, data=fields).status_code == 400
    assert wanted(database, told[1]) == (True, True)


def test_each_address_is_good_for_one_thing(
    app: Flask, program: FlaskClient, told: tuple[Answered, User], database: MigratedDatabase
) -> None:
    mails = mails_to(app, told[1])
    token = path_in(mails["answered"]).rpartition("/")[2]
    choosing = preferences(mails["answered"]).rpartition("/")[2]
    wrong = [
        f"/en/unsubscribe/receipts/{token}", f"/en/unsubscribe/answers/{choosing}", f"/en/unsubscribe/answers/{token}x",
        "/en/unsubscribe/answers/none",
    ]  # fmt: skip
    for path in wrong:
        assert program.post(path, data=PRESS).status_code == 410, path
    for page in ("confirm", "reset", "address", "mail-preferences"):
        assert program.get(f"/en/{page}/{token}").status_code == 410, page
    assert program.post(f"/en/unsubscribe/all/{token}", data=PRESS).status_code == 404
    assert wanted(database, told[1]) == (True, True)


def test_one_address_alone_takes_a_post_without_a_form_of_ours(app: Flask) -> None:
    assert set(EXEMPT) == {"public.unsubscribe"}
    assert all(reason.strip() for reason in EXEMPT.values())
    with app.app_context():
        limit = limit_of("public.unsubscribe")
    assert limit is not None
    assert limit.kind == "unsubscribe"
    assert set(EXEMPT) <= set(app.view_functions)
