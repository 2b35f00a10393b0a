"""Registering, signing in, and the account, as somebody in a browser meets them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.queries import user_by_email
from consult.accounts.services import CONFIRM, RESET, Registration, hashed, make_token, register
from consult.contributions.queries import by_reference, waiting_drafts
from consult.contributions.services import Words, keep_draft, withdraw
from consult.public.account.presenters import PAGE
from consult.shared import clock
from tests.client import ReviewingClient, location
from tests.databases import MigratedDatabase
from tests.factories import moments
from tests.factories.answers import answered
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, hide

if TYPE_CHECKING:
    from tests.conftest import At

PASSWORD = "twelve characters and more"
EMAIL = "reader@example.org"


@pytest.fixture
def reader(database: MigratedDatabase) -> User:
    """Return somebody who has registered and not confirmed."""
    with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
        typed = Registration(EMAIL, hashed(PASSWORD), "en", of_age=True)
        user = session.get(User, register(session, now=moments.DURING, registration=typed))
        session.commit()
    assert user is not None
    return user


@pytest.fixture
def scene(database: MigratedDatabase) -> Scene:
    """Return an open consultation, committed."""
    with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
        made = make_scene(session)
        session.commit()
    return made


def keep(client: ReviewingClient, database: MigratedDatabase, scene: Scene, body: str) -> None:
    """Keep words in the browser's session, as posting without an account does."""
    with Session(database.engine.execution_options(write=True)) as session:
        token = keep_draft(
            session, now=clock.now(), consultation_id=scene.id, words=Words(key=body, body=body)
        )
        session.commit()
    with client.session_transaction() as kept:
        kept["draft"] = token
    client.reads_without_cookies = False


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", ["login", "register", "forgotten", "confirm"])
def test_the_forms_are_there(client: ReviewingClient, lang: str, path: str) -> None:
    client.page(f"/{lang}/{path}", may_set_cookie=True)


def test_the_answer_is_the_same_for_known_and_unknown_addresses(
    client: ReviewingClient, reader: User
) -> None:
    pages = []
    for email in (reader.email, "nobody@example.org"):
        for path, fields in (
            ("/en/register", {"email": email, "password": PASSWORD, "of_age": "y"}),
            ("/en/forgotten", {"email": email}),
            ("/en/confirm", {"email": email}),
        ):
            answer = client.submit(path, fields)
            assert (answer.status_code, location(answer)) == (303, "/en/mailed")
            pages.append(client.get("/en/mailed").text.replace(email, "address"))
    assert pages[:3] == pages[3:]


def test_what_was_typed_survives_but_never_the_password(client: ReviewingClient) -> None:
    answer = client.submit(
        "/ar/register", {"email": "half@", "password": "short-secret", "public_name": "مشاركة"}
    )
    assert answer.status_code == 422
    assert "half@" in answer.text
    assert "مشاركة" in answer.text
    assert "short-secret" not in answer.text


def test_looking_at_a_link_does_not_use_it_up(client: ReviewingClient, app: Flask, reader: User) -> None:
    path = f"/en/confirm/{make_token(app.secret_key, purpose=CONFIRM, user=reader)}"  # type: ignore[arg-type]
    for _ in range(2):
        client.page(path, may_set_cookie=True)
    assert client.submit(path, {"password": "another password"}).status_code == 422
    assert location(client.submit(path, {"password": PASSWORD})) == "/en/account/"
    client.page("/en/account/")
    assert client.get(path).status_code == 410


def test_confirming_leads_to_what_waited_and_publishes_nothing(
    client: ReviewingClient, app: Flask, database: MigratedDatabase, scene: Scene, at: At
) -> None:
    at(moments.DURING)
    keep(client, database, scene, "Words that wait")
    for path in ("/en/register", "/en/login"):
        kept = client.get(path).text.split("is kept, word for word")[1]
        assert scene.consultation.title_en in kept
        assert "Closes on" in kept
    client.submit("/en/register", {"email": EMAIL, "password": PASSWORD, "of_age": "y"})
    with Session(database.engine) as session:
        user = user_by_email(session, EMAIL)
        assert user is not None
        assert [draft.words["body"] for draft in waiting_drafts(session, user_id=user.id)] == [
            "Words that wait"
        ]
        path = f"/en/confirm/{make_token(app.secret_key, purpose=CONFIRM, user=user)}"  # type: ignore[arg-type]
    elsewhere = app.test_client()
    assert isinstance(elsewhere, ReviewingClient)
    assert "confirming publishes nothing" in elsewhere.get(path, may_set_cookie=True).text
    answer = elsewhere.submit(path, {"password": PASSWORD})
    assert location(answer) == "/en/account/waiting"
    assert "Words that wait" in elsewhere.get("/en/account/waiting").text
    published = elsewhere.submit("/en/account/waiting", button="Publish it")
    assert location(published).startswith("/en/contributions/V-2026-")


def test_signing_in_leads_to_what_waits_and_a_press_publishes_it(
    client: ReviewingClient, app: Flask, database: MigratedDatabase, reader: User, scene: Scene, at: At
) -> None:
    at(moments.DURING)
    token = make_token(str(app.secret_key), purpose=CONFIRM, user=reader)
    client.submit(f"/en/confirm/{token}", {"password": PASSWORD})
    client.submit("/en/account/", action="/logout")
    keep(client, database, scene, "Words of a reader")
    answer = client.submit("/en/login", {"email": EMAIL, "password": PASSWORD})
    assert location(answer) == "/en/account/waiting"
    published = client.submit(location(answer), button="Publish it")
    assert location(published).startswith("/en/contributions/V-2026-")
    assert "Words of a reader" in client.get("/en/account/").text


@pytest.mark.parametrize(
    ("target", "arrived"),
    [("/en/plans/", "/en/plans/"), ("//evil.example/", "/en/account/"), ("https://evil.example", "/en/account/")],
)  # fmt: skip
@pytest.mark.usefixtures("reader")
def test_one_goes_on_within_this_site(client: ReviewingClient, target: str, arrived: str) -> None:
    client.get("/en/login", query_string={"next": target}, may_set_cookie=True)
    answer = client.submit("/en/login", {"email": EMAIL, "password": PASSWORD, "next": target})
    assert answer.headers["Location"] == arrived


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", PASSWORD)])
@pytest.mark.usefixtures("reader")
def test_who_cannot_sign_in_learns_nothing(client: ReviewingClient, email: str, password: str) -> None:
    answer = client.submit("/en/login", {"email": email, "password": password})
    assert answer.status_code == 422
    assert "Address and password do not fit together." in answer.text
    assert client.get("/en/account/").status_code == 303


def test_a_new_password_ends_the_sessions_of_the_old_one(
    client: ReviewingClient, app: Flask, reader: User
) -> None:
    client.sign_in(reader)
    client.page("/en/account/")
    path = f"/en/reset/{make_token(app.secret_key, purpose=RESET, user=reader)}"  # type: ignore[arg-type]
    other = app.test_client()
    assert isinstance(other, ReviewingClient)
    assert other.submit(path, {"password": "short"}).status_code == 422
    assert location(other.submit(path, {"password": "another good password"})) == "/en/login"
    assert client.get("/en/account/").status_code == 303
    assert other.get(path).status_code == 410


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_account_shows_what_became_of_each_voice(
    client: ReviewingClient, database: MigratedDatabase, lang: str
) -> None:
    with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
        ended = answered(session)
        session.commit()
        author = session.get(User, ended.comment.author_id)
        assert author is not None
        theme_id = ended.theme.id
    client.sign_in(author)
    page = client.get(f"/{lang}/account/")
    assert ended.comment.reference in page.text
    assert f"/outcome/themes/{theme_id}/" in page.text


def test_preferences_are_saved(client: ReviewingClient, database: MigratedDatabase, reader: User) -> None:
    client.sign_in(reader)
    page = "/en/account/settings"
    answer = client.submit(page, {"public_name": "A participant from Ma’an", "language": "ar"})
    assert location(answer) == page
    with Session(database.engine) as session:
        user = session.get(User, reader.id)
        assert user is not None
        assert (user.public_name, user.language) == ("A participant from Ma’an", "ar")


def test_what_was_said_comes_in_pages_and_none_is_left_out(
    client: ReviewingClient, database: MigratedDatabase, scene: Scene, at: At
) -> None:
    at(moments.DURING)
    with Session(database.engine.execution_options(write=True), expire_on_commit=False) as session:
        said = [comment(session, scene, by=scene.author).reference for _ in range(PAGE + 2)]
        other = comment(session, scene).reference
        gone = {"withdrawn": said[0], "hidden": said[1]}
        withdraw(session, actor=scene.author, now=moments.DURING, reference=gone["withdrawn"])
        hide(session, scene, by_reference(session, gone["hidden"]))  # type: ignore[arg-type]
        author = session.get(User, scene.author.user_id)
        session.commit()
    assert author is not None
    client.sign_in(author)
    pages = [client.get("/en/account/").text]
    older = re.search(r'href="(/en/account/\?before=\d+)"', pages[0])
    assert older is not None
    pages.append(client.get(older[1]).text)
    found = [re.findall(r"/en/contributions/(V-[\d-]+)\"", page) for page in pages]
    assert found == [said[:1:-1], said[1::-1]]
    assert other not in "".join(pages)
    for told in ("Withdrawn by its author", "Hidden by rule 7"):
        assert told in pages[1]
    assert '"/en/account/?before=' not in pages[1]
    assert "You have seen all that you said" in client.get("/en/account/?before=1").text
