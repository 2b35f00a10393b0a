"""S8: a session is a row that can be ended; what a browser kept of an ended one opens nothing."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask_login import encode_cookie
from sqlalchemy import select

from consult.accounts import services
from consult.accounts.models import SITE, Role, User, UserSession
from consult.shared import clock
from tests.attack.attackers import PASSWORD, browser, send, sign_out, try_password
from tests.attack.conftest import with_password
from tests.client import location
from tests.factories.people import person

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient

    from tests.attack.conftest import Committed
    from tests.conftest import At

COOKIE = "consult"
ACCOUNT = "/en/account/"


def cookie(client: FlaskClient) -> str:
    """Return the session's cookie as the browser has it."""
    found = client.get_cookie(COOKIE)
    assert found is not None
    return found.value


def replayed(app: Flask, value: str) -> int:
    """Return how the account answers to a browser that carries a cookie from elsewhere."""
    thief = browser(app, "198.51.100.66")
    thief.set_cookie(COOKIE, value)
    return thief.get(ACCOUNT, may_set_cookie=True).status_code


def token_in(client: FlaskClient) -> str | None:
    """Return what the session's cookie names the person by."""
    with client.session_transaction() as kept:
        return kept.get("_user_id")


@pytest.fixture
def signed_in(app: Flask, owner: User) -> FlaskClient:
    """Return the owner's browser, signed in through the form."""
    client = browser(app)
    assert try_password(client, owner.email, PASSWORD).status_code == 303
    return client


def test_signing_in_begins_a_new_session_and_keeps_none_that_was_planted(app: Flask, owner: User) -> None:
    first = browser(app)
    try_password(first, owner.email, PASSWORD)
    planted = cookie(first)
    victim = browser(app, "192.0.2.9")
    victim.set_cookie(COOKIE, planted)
    sign_out(victim)
    assert replayed(app, planted) == 303, "what the attacker planted opens nothing"
    try_password(victim, owner.email, PASSWORD)
    assert cookie(victim) != planted
    assert replayed(app, planted) == 303
    assert replayed(app, cookie(victim)) == 200


def test_the_cookie_holds_nothing_of_the_computer_that_signed_in(signed_in: FlaskClient) -> None:
    with signed_in.session_transaction() as kept:
        assert set(kept) <= {"_permanent", "_user_id", "_fresh", "_flashes", "draft", "votes"}


def test_a_made_up_session_is_none(app: Flask, owner: User) -> None:
    for guess in (str(owner.id), f"{owner.id}.0", "", "None", "0" * 43):
        client = browser(app)
        with client.session_transaction() as kept:
            kept["_user_id"] = guess
        assert client.get(ACCOUNT, may_set_cookie=True).status_code == 303


def test_the_database_holds_no_token(app: Flask, signed_in: FlaskClient, committed: Committed) -> None:
    del app
    token = token_in(signed_in)
    with committed() as session:
        rows = session.scalars(select(UserSession.token_hash)).all()
    assert token
    assert token not in rows


def test_signing_out_ends_it_on_the_server(app: Flask, signed_in: FlaskClient) -> None:
    kept = cookie(signed_in)
    assert replayed(app, kept) == 200
    sign_out(signed_in)
    assert replayed(app, kept) == 303


def test_what_was_seen_is_not_kept_for_the_back_button(signed_in: FlaskClient) -> None:
    for path in (ACCOUNT, "/en/", "/en/account/security"):
        assert signed_in.get(path).headers["Cache-Control"] == "private, no-store"


def test_a_suspension_ends_every_session_and_begins_none(
    app: Flask, signed_in: FlaskClient, owner: User, committed: Committed
) -> None:
    kept = cookie(signed_in)
    with committed() as session:
        administrator = person(session, (Role.ADMINISTRATOR, SITE))
        services.suspend(
            session,
            actor=administrator,
            now=clock.now(),
            user_id=owner.id,
            reason="An account that was taken over.",
        )
    assert replayed(app, kept) == 303
    assert try_password(browser(app), owner.email, PASSWORD).status_code == 422


def test_a_new_password_ends_every_other_session_and_renews_this_one(
    app: Flask, signed_in: FlaskClient, owner: User
) -> None:
    other = browser(app, "192.0.2.8")
    try_password(other, owner.email, PASSWORD)
    before = cookie(signed_in)
    answer = send(
        signed_in, "/en/account/password", {"present": PASSWORD, "password": "quite another sentence"}
    )
    assert answer.status_code == 303
    assert replayed(app, cookie(other)) == 303
    assert replayed(app, before) == 303, "the cookie of before the change opens nothing"
    assert signed_in.get(ACCOUNT).status_code == 200


def test_a_change_of_role_leaves_no_session_as_it_was(
    app: Flask, signed_in: FlaskClient, owner: User, committed: Committed
) -> None:
    before = cookie(signed_in)
    with committed() as session:
        administrator = with_password(session, person(session, (Role.ADMINISTRATOR, SITE)))
    desk = browser(app, "192.0.2.5")
    assert try_password(desk, administrator.email, PASSWORD).status_code == 303
    answer = desk.submit(
        "/en/desk/accounts/grant",
        {"email": owner.email, "role": "auditor", "scope": SITE, "reason": "Reads the plan's record."},
    )
    assert (answer.status_code, location(answer)[:17]) == (303, "/en/desk/accounts")
    assert replayed(app, before) == 303


@pytest.mark.parametrize(("role", "hours"), [(None, 14 * 24), (Role.MODERATOR, 12)])
def test_a_session_ends_by_itself(
    app: Flask, committed: Committed, at: At, role: Role | None, hours: int
) -> None:
    now = at(clock.now())
    with committed() as session:
        somebody = with_password(session, person(session, *([(role, SITE)] if role else [])))
    client = browser(app)
    try_password(client, somebody.email, PASSWORD)
    kept = cookie(client)
    for later, status in ((timedelta(hours=hours, seconds=-1), 200), (timedelta(hours=hours), 303)):
        at(now + later)
        assert replayed(app, kept) == status


def test_what_flask_login_would_remember_somebody_by_opens_nothing(
    app: Flask, signed_in: FlaskClient
) -> None:
    token = token_in(signed_in)
    assert token is not None
    with app.test_request_context():
        remembered = encode_cookie(token)
    thief = browser(app, "198.51.100.66")
    thief.set_cookie("remember_token", remembered)
    assert thief.get(ACCOUNT, may_set_cookie=True).status_code == 303
