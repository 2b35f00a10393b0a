"""The step to one form of an address, with rows that collide under it, up and down on both engines."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from alembic import command
from sqlalchemy import NullPool, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.queries import user_by_email, user_signing_in
from consult.accounts.services import find_collisions
from consult.orm import make_engine
from consult.shared.email_address import is_email_address
from tests.architecture.test_migrations import url  # noqa: F401 - a fixture
from tests.databases import alembic_config, migrate

# ruff: noqa: RUF001 - figures and letters of other scripts are what this is about

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BEFORE, AFTER = "0009", "0010"
NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
# What was typed at registration, the key that it had, and what is stored now; None where it is held.
PEOPLE = {
    1: ("Plain@Example.org", "plain@example.org", "plain@example.org"),
    2: ("a@busineß.example", "a@business.example", "a@xn--busine-gta.example"),
    3: ("User1@example.org", "user1@example.org", "user1@example.org"),
    4: ("User١@Example.org", "user١@example.org", None),
    5: ("user۱@example.org", "user۱@example.org", None),
    6: ("b@مثال.الاردن", "b@مثال.الاردن", "b@xn--mgbh0fb.xn--mgbayh7gpa"),
    7: ("علي@example.org", "علي@example.org", None),
    8: ("c@xn--busine-gta.example", "c@xn--busine-gta.example", "c@xn--busine-gta.example"),
    9: ("c@busineß.example", "c@business.example", None),
    10: ("d٢@example.org", "d٢@example.org", "d2@example.org"),
    11: ("e١@example.org", "e١@example.org", None),
    12: ("e۱@example.org", "e۱@example.org", None),
}
# Who is held, and whose address theirs is as well.
HELD = {4: (3, 5), 5: (3, 4), 7: (), 9: (8,), 11: (12,), 12: (11,)}
# To whom a waiting invitation went, and where it goes now; None where it has ended.
INVITED = {
    1: ("New@busineß.example", "new@business.example", None),
    2: ("new@xn--busine-gta.example", "new@xn--busine-gta.example", "new@xn--busine-gta.example"),
    3: ("عليا@example.org", "عليا@example.org", None),
    4: ("Other@مثال.الاردن", "other@مثال.الاردن", "other@xn--mgbh0fb.xn--mgbayh7gpa"),
}
# To whom an unsent mail was to go, and where it goes now: what is no address in its one form goes nowhere.
MAILS = {
    1: ("Plain@Example.org", "plain@example.org"),
    2: ("a@busineß.example", "a@xn--busine-gta.example"),
    3: ("User١@Example.org", "User١@Example.org"),
    4: ("علي@example.org", "علي@example.org"),
    5: ("x٣@example.org", "x3@example.org"),
}


def fill(connection: Connection) -> None:
    """Add rows as the product before wrote them."""
    for number, (email, key, _stored) in PEOPLE.items():
        insert(
            connection, "users", id=number, email=email, email_key=key, password_hash="none", language="ar",
            created_at=NOW, of_age_at=NOW, confirmed_at=NOW, mails_receipts=True, mails_answers=True,
            demonstration=False,
        )  # fmt: skip
    insert(
        connection, "organisations", id=1, slug="body", kind="youth", name_ar="هيئة", name_en="A body",
        illustrative=False, created_at=NOW, about_ar="", about_en="", website="", standing="verified",
    )  # fmt: skip
    invited = {"organisation_id": 1, "language": "ar", "invited_by_id": 1, "at": NOW, "expires_at": NOW}
    for number, (email, key, _stored) in INVITED.items():
        insert(connection, "invitations", id=number, email=email, email_key=key, **invited)
    insert(
        connection, "invitations", id=9, email="Used@busineß.example", email_key="used@business.example",
        used_at=NOW, used_by_id=1, **invited,
    )  # fmt: skip
    for number, (recipient, _now) in MAILS.items():
        insert(
            connection, "outbox_messages", id=number, key=f"fact:{number}", kind="receipt", recipient=recipient,
            language="ar", content="{}", created_at=NOW, not_before=NOW, attempts=0,
        )  # fmt: skip


def insert(connection: Connection, table: str, **values: Any) -> None:  # noqa: ANN401 - columns
    """Add a row without the models, which are of a later time."""
    names = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f"INSERT INTO {table} ({names}) VALUES ({places})"), values)  # noqa: S608 - names of ours


@pytest.fixture
def filled(url: str) -> Engine:  # noqa: F811
    """Return the database as it was before, with rows."""
    migrate(url, BEFORE)
    engine = make_engine(url, poolclass=NullPool)
    with engine.execution_options(write=True).begin() as connection:
        fill(connection)
    return engine


def column(engine: Engine, asked: str) -> dict[int, str | None]:
    """Return what a query says, by id."""
    with engine.connect() as connection:
        return {row[0]: row[1] for row in connection.execute(text(asked))}


def test_each_address_comes_to_its_one_form_or_is_held(url: str, filled: Engine) -> None:  # noqa: F811
    migrate(url, AFTER)
    with Session(filled) as session:
        users = {user.id: user for user in session.query(User)}
        assert {number for number, user in users.items() if user.email_held_at} == set(HELD)
        for number, (typed, _key, stored) in PEOPLE.items():
            user = users[number]
            assert is_email_address(user.email) == (stored is not None)
            if stored is not None:
                assert user.email == stored
                assert user_by_email(session, stored) is user
            else:
                assert user_by_email(session, typed) is not user
            # All of them sign in with exactly what they typed when they registered.
            assert user_signing_in(session, typed) is user
        assert {each.user.id: each.others for each in find_collisions(session)} == HELD


def test_what_waits_goes_to_the_one_form_or_nowhere(url: str, filled: Engine) -> None:  # noqa: F811
    migrate(url, AFTER)
    waiting = "SELECT id, email FROM invitations WHERE used_at IS NULL AND ended_at IS NULL"
    expected = {number: stored for number, (_email, _key, stored) in INVITED.items() if stored}
    assert column(filled, waiting) == expected
    assert column(filled, "SELECT id, email FROM invitations WHERE id = 9") == {9: "Used@busineß.example"}
    recipients = column(filled, "SELECT id, recipient FROM outbox_messages")
    assert recipients == {number: now for number, (_before, now) in MAILS.items()}
    with (
        pytest.raises(IntegrityError, match="invitations_used"),
        filled.execution_options(write=True).begin() as connection,
    ):
        connection.execute(text("UPDATE invitations SET email = 'another@example.org' WHERE id = 9"))


def test_the_step_can_be_taken_back_and_again(url: str, filled: Engine) -> None:  # noqa: F811
    migrate(url, AFTER)
    with filled.execution_options(write=True).begin() as connection:
        # Somebody who has registered since with what was the key of another.
        connection.execute(text("UPDATE users SET email = 'c@business.example' WHERE id = 1"))
    after = column(filled, "SELECT id, email FROM users")
    command.downgrade(alembic_config(url), BEFORE)
    keys = column(filled, "SELECT id, email_key FROM users")
    assert keys == {**after, 4: "user١@example.org"}
    assert len(set(keys.values())) == len(PEOPLE)
    migrate(url, AFTER)
    assert column(filled, "SELECT id, email FROM users") == after
    held = column(filled, "SELECT id, email FROM users WHERE email_held_at IS NOT NULL")
    assert set(held) == set(HELD)
