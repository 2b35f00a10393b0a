"""Words written before signing in: how long they count from when they came, and that nothing goes out by itself."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.accounts.queries import user_by_email
from consult.accounts.services import CONFIRM, make_token
from consult.contributions.models import Contribution
from consult.votes.models import Vote
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At
    from tests.databases import MigratedDatabase

PASSWORD = "twelve characters and more"
EMAIL = "reader@example.org"
GRACE = timedelta(hours=48)
MINUTE = timedelta(minutes=1)
REGISTRATION = {"email": EMAIL, "password": PASSWORD, "of_age": "y"}


def text_url(asked: Scene) -> str:
    """Return the page of the first clause."""
    return f"/en/consultations/{asked.consultation.slug}/text/?clause={asked.clauses[0]}"


def confirm_path(app: Flask, database: MigratedDatabase) -> str:
    """Return the path of the link in the confirmation mail."""
    with Session(database.engine) as session:
        user = user_by_email(session, EMAIL)
        assert user is not None
        return f"/en/confirm/{make_token(str(app.secret_key), purpose=CONFIRM, user=user)}"


@pytest.mark.parametrize("after", [GRACE - MINUTE, GRACE, GRACE + MINUTE], ids=["47:59", "48:00", "48:01"])
def test_words_count_from_their_arrival_for_48_hours(
    client: ReviewingClient, app: Flask, database: MigratedDatabase, asked: Scene, at: At, after: timedelta
) -> None:
    late = after > GRACE
    arrived = at(moments.CLOSES - timedelta(hours=1))
    client.submit(text_url(asked), {"body": "Words of the last hour"}, action="/contribute")
    client.submit("/en/register", REGISTRATION)
    confirmed = at(arrived + after)
    client.submit(confirm_path(app, database), {"password": PASSWORD})
    answer = client.submit("/en/account/waiting", button="Publish it")
    with Session(database.engine) as session:
        posted = session.scalars(select(Contribution)).one()
        assert location(answer) == f"/en/contributions/{posted.reference}"
        assert (posted.late, posted.received_at) == (late, confirmed if late else arrived)
    page = client.get("/en/account/").text
    assert ("Came after the closing" in page) is late
    assert "Words of the last hour" in page


def test_words_that_come_late_while_it_is_open_count_from_then(
    client: ReviewingClient, app: Flask, database: MigratedDatabase, asked: Scene, at: At
) -> None:
    arrived = at(moments.DURING)
    client.submit(text_url(asked), {"body": "Words in good time"}, action="/contribute")
    client.submit("/en/register", REGISTRATION)
    confirmed = at(arrived + GRACE + MINUTE)
    client.submit(confirm_path(app, database), {"password": PASSWORD})
    client.submit("/en/account/waiting", button="Publish it")
    with Session(database.engine) as session:
        posted = session.scalars(select(Contribution)).one()
        assert (posted.late, posted.received_at) == (False, confirmed)


def test_a_vote_that_waits_is_counted_nowhere(
    client: ReviewingClient,
    app: Flask,
    database: MigratedDatabase,
    asked: Scene,
    committed: Committed,
    at: At,
) -> None:
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked)
    listed = f"/en/consultations/{asked.consultation.slug}/contributions/"
    clause = f"/clauses/{asked.clauses[0]}/vote"
    for page, action in ((text_url(asked), clause), (listed, f"/contributions/{said.reference}/vote")):
        answer = client.submit(page, action=action, button="choice=agree")
        assert location(answer).startswith("/en/login")
    client.submit("/en/register", REGISTRATION)
    client.submit(confirm_path(app, database), {"password": PASSWORD})
    with Session(database.engine) as session:
        assert session.scalars(select(Vote)).all() == []
    assert said.reference not in client.get("/en/account/").text
    page = client.get("/en/account/waiting").text
    assert page.count("Record my vote") == 2


def test_everything_typed_survives_a_refused_registration_but_the_password(client: ReviewingClient) -> None:
    typed = {"email": "half@", "public_name": "مشاركة من معان", "of_age": "y", "password": "a-secret-1"}
    answer = client.submit("/en/register", typed)
    assert answer.status_code == 422
    for name in ("email", "public_name"):
        assert re.search(rf'name="{name}"[^>]*value="{typed[name]}"', answer.text)
    assert re.search(r"<input[^>]*checked[^>]*of_age", answer.text)
    assert "a-secret-1" not in answer.text
    again = client.submit("/en/register", {**typed, "email": EMAIL, "password": "password2026"})
    assert "among the first that are tried" in again.text


@pytest.mark.parametrize(
    ("path", "kinds"),
    [
        ("login", ["username", "current-password"]),
        ("register", ["email", "new-password"]),
        ("account/password", ["username", "current-password", "new-password"]),
        ("account/address", ["email", "current-password"]),
    ],
)
def test_password_managers_know_the_fields(
    client: ReviewingClient, committed: Committed, path: str, kinds: list[str]
) -> None:
    from tests.factories.people import user  # noqa: PLC0415 - one test alone needs somebody

    if path.startswith("account"):
        with committed() as session:
            somebody = user(session)
        client.sign_in(somebody)
    page = client.get(f"/en/{path}", may_set_cookie=True).text
    assert re.findall(r'autocomplete="((?:user|email|current|new)[\w-]*)"', page) == kinds
    assert "onpaste" not in page
    assert "maxlength" not in "".join(re.findall(r'<input[^>]*type="password"[^>]*>', page))
