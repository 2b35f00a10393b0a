"""S9: known, unknown, unconfirmed and suspended addresses get the same answer after the same work."""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal, NamedTuple

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event

from consult.accounts.services import passwords
from tests.attack.attackers import PASSWORD, WRONG, browser, script, send, token_on
from tests.attack.conftest import with_password
from tests.factories.people import person, user

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask
    from flask.testing import FlaskClient

    from consult.accounts.models import User
    from tests.attack.conftest import Committed

# As long as one another, so that a page that repeats them has the same size.
UNKNOWN, UNCONFIRMED, SUSPENDED = "nobody-0@example.org", "waits---@example.org", "stopped-@example.org"
KNOWN = "owner---@example.org"
ASKING = {
    "/en/register": {"password": "a sentence of my own", "of_age": "y"},
    "/en/forgotten": {},
    "/en/confirm": {},
    "/en/login": {"password": WRONG},
}
_CHANGING = re.compile(r'value="[\w.-]{16,}"|E-[0-9A-Z]{4}')


class Seen(NamedTuple):
    """What can be seen or measured of one answer. ``sql`` are the statements, ``hashes`` how often argon2 ran."""

    status: int
    location: str | None
    page: str
    cookies: int
    sql: list[str]
    hashes: int


class Counting(PasswordHasher):
    """Argon2 that counts how often it runs, and costs little."""

    ran = 0

    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Count and hash."""
        Counting.ran += 1
        return super().hash(password, salt=salt)

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:  # noqa: A002 - as argon2 has it
        """Count and verify."""
        Counting.ran += 1
        return super().verify(hash, password)


@pytest.fixture
def everybody(committed: Committed, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make one account of each kind; argon2 counts."""
    monkeypatch.setattr(passwords, "_HASHER", Counting(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobodys_hash(passwords._HASHER)
    with committed() as session:
        owner = with_password(session, person(session))
        waits, stopped = user(session, confirmed=False), user(session, suspended=True)
        for each, email in ((owner, KNOWN), (waits, UNCONFIRMED), (stopped, SUSPENDED)):
            each.email = email
            each.password_hash = owner.password_hash


@contextmanager
def statements(app: Flask) -> Iterator[list[str]]:
    """Note each statement that reaches the database."""
    found: list[str] = []

    def note(*asked: object) -> None:
        found.append(str(asked[2]))

    event.listen(app.extensions["engine"], "before_cursor_execute", note)
    yield found
    event.remove(app.extensions["engine"], "before_cursor_execute", note)


def ask(app: Flask, path: str, email: str) -> Seen:
    """Ask from a browser of its own, and see what comes back and what follows."""
    client: FlaskClient = script(app)
    token = token_on(client, path)
    before = Counting.ran
    with statements(app) as sql:
        answer = send(client, path, {"email": email, **ASKING[path]}, token)
    following = client.get(answer.headers["Location"]).text if answer.status_code == 303 else ""
    page = _CHANGING.sub("", answer.text + following).replace(email, "address")
    cookies = sum(len(each) for each in answer.headers.getlist("Set-Cookie"))
    return Seen(
        answer.status_code, answer.headers.get("Location"), page, cookies // 64, sql, Counting.ran - before
    )


@pytest.mark.usefixtures("everybody")
@pytest.mark.parametrize("path", list(ASKING))
@pytest.mark.parametrize("email", [UNCONFIRMED, SUSPENDED, UNKNOWN])
def test_every_address_gets_the_same_answer_after_the_same_work(app: Flask, path: str, email: str) -> None:
    known, other = ask(app, path, KNOWN), ask(app, path, email)
    assert known._asdict() == other._asdict()
    assert known.status == (422 if path == "/en/login" else 303)
    assert known.hashes == (1 if "password" in ASKING[path] else 0)
    assert known.sql, "nothing was asked of the database"


@pytest.mark.usefixtures("everybody")
def test_an_address_that_is_taken_is_changed_to_as_silently_as_a_free_one(app: Flask, owner: User) -> None:
    seen = []
    for email in (KNOWN, UNKNOWN):
        client = browser(app)
        client.sign_in(owner)
        path = "/en/account/address"
        client.page(path)
        token = token_on(client, path)
        with statements(app) as sql:
            answer = send(client, path, {"email": email, "present": PASSWORD}, token)
        assert answer.status_code == 303
        page = client.get(answer.headers["Location"]).text
        seen.append((answer.headers["Location"], _CHANGING.sub("", page).replace(email, "address"), sql))
    assert seen[0] == seen[1]
