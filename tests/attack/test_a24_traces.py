"""A2.4: no log has an address, a path, a token, a name or a browser's self-description; a day's hashes end with it."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError

from consult.accounts.models import AddressKey
from consult.shared import breaker
from consult.web import access_log, addresses
from tests.attack.attackers import PASSWORD, browser, script, send, try_password
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask

    from consult.accounts.models import User
    from tests.attack.conftest import Committed
    from tests.conftest import At

ADDRESS, AGENT = "203.0.113.77", "TellTaleBrowser/9.9"
NOON = datetime(2026, 3, 27, 12, tzinfo=UTC)


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """Listen to all that is logged, the access log included."""
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.INFO, logger=access_log.LOGGER.name)
    return caplog


def lines(log: pytest.LogCaptureFixture) -> list[str]:
    """Return the lines of the access log."""
    return [record.getMessage() for record in log.records if record.name == access_log.LOGGER.name]


def hashed(app: Flask, address: str) -> str:
    """Return what a request from an address is known by."""
    with app.test_request_context(environ_base={"REMOTE_ADDR": address}):
        return addresses.hashed_address()


def test_nothing_that_tells_who_asked_for_what_is_logged(
    app: Flask, owner: User, committed: Committed, at: At, log: pytest.LogCaptureFixture
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, scene(session))
    client = script(app, ADDRESS)
    client.environ_base["HTTP_USER_AGENT"] = AGENT
    client.environ_base["HTTP_X_FORWARDED_FOR"] = "198.51.100.31"
    client.get("/en/reset/a-secret-token?next=/a-secret-query")
    client.get("/en/confirm/another-secret-token")
    client.get(f"/en/contributions/{said.reference}")
    client.get("/en/a-missing\r\npage")
    client.open("/en/", method="FORGED\nLINE")
    send(
        client,
        "/en/register",
        {"email": "typed@example.org", "password": PASSWORD, "public_name": "Typed Name"},
    )
    try_password(client, owner.email)
    try_password(client, owner.email, PASSWORD)
    text = log.text
    assert len(lines(log)) >= 10
    for secret in (
        ADDRESS, AGENT, "198.51.100.31", "secret", said.reference, "typed@", "Typed Name", owner.email, PASSWORD,
        "missing", "FORGED", str(owner.public_name),
    ):  # fmt: skip
        assert secret not in text, secret
    assert any("/reset/<token> 410" in line for line in lines(log))
    assert all("\n" not in line for line in lines(log))
    assert {line.rsplit(" ", 1)[1] for line in lines(log)} == {hashed(app, ADDRESS)}


def test_raw_addresses_are_stored_nowhere(app: Flask, owner: User, committed: Committed, log: object) -> None:
    del log
    client = script(app, ADDRESS)
    client.environ_base["HTTP_USER_AGENT"] = AGENT
    try_password(client, owner.email, PASSWORD)
    send(client, "/en/forgotten", {"email": owner.email})
    from consult.orm import Base  # noqa: PLC0415 - beside its use

    with committed() as session:
        rows = [str(row) for table in Base.metadata.sorted_tables for row in session.execute(select(table))]
    assert rows
    assert not [row for row in rows if ADDRESS in row or "TellTale" in row]


def test_two_days_have_different_hashes_and_one_day_has_one(app: Flask, at: At) -> None:
    at(NOON)
    today = hashed(app, ADDRESS)
    assert hashed(app, ADDRESS) == today
    assert hashed(app, "203.0.113.78") != today
    at(NOON + timedelta(days=1))
    assert hashed(app, ADDRESS) != today
    at(NOON)
    assert hashed(app, ADDRESS) == today, "the key of a day is kept for that day"


def test_all_processes_of_a_day_agree(app: Flask, at: At) -> None:
    at(NOON)
    first = hashed(app, ADDRESS)
    app.extensions["address_keys"] = type(app.extensions["address_keys"])()
    assert hashed(app, ADDRESS) == first


def test_once_the_key_is_destroyed_nobody_can_tell(app: Flask, at: At, committed: Committed) -> None:
    at(NOON)
    before = hashed(app, ADDRESS)
    with committed() as session:
        session.execute(delete(AddressKey))
    app.extensions["address_keys"] = type(app.extensions["address_keys"])()
    assert hashed(app, ADDRESS) != before


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
    ],
)
def test_a_household_counts_as_one(app: Flask, at: At, first: str, second: str, same: bool) -> None:  # noqa: FBT001
    at(NOON)
    assert (hashed(app, first) == hashed(app, second)) is same


def test_without_a_database_a_process_uses_a_key_of_its_own(
    app: Flask, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(NOON)
    tried = []

    def away(*_args: object, **_kwargs: object) -> bytes:
        tried.append(1)
        raise OperationalError("", {}, ConnectionError())

    with monkeypatch.context() as patch:
        patch.setattr(addresses, "address_key", away)
        alone = hashed(app, ADDRESS)
        assert hashed(app, ADDRESS) == alone
        assert len(tried) == 1, "it is not asked at every request"
    monkeypatch.setattr(breaker, "monotonic", lambda: monotonic() + breaker.REST)
    assert hashed(app, ADDRESS) != alone, "the shared key is used once the database is back"
    assert browser(app).get("/en/").status_code == 200
