"""Sessions, passwords and addresses, as their owner meets them in a browser."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import ActKind, User
from consult.accounts.queries import user_by_email
from consult.accounts.services import Registration, confirm, hashed, note, register
from consult.jobs import delivery
from tests.client import ReviewingClient, location
from tests.factories import moments
from tests.factories.people import user as make_user
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.databases import MigratedDatabase

PASSWORD = "twelve characters and more"
ANOTHER = "another good password"
EMAIL, NEW = "reader@example.org", "another.place@example.org"
SECURITY = "/en/account/security"


@pytest.fixture
def reader(committed: Committed) -> User:
    """Return somebody with a password and a confirmed address."""
    with committed() as session:
        typed = Registration(EMAIL, hashed(PASSWORD), "en", of_age=True)
        user = session.get(User, register(session, now=moments.DURING, registration=typed))
        assert user is not None
        confirm(session, now=moments.DURING, user=user)
    return user


@pytest.fixture
def elsewhere(app: Flask, reader: User) -> ReviewingClient:
    """Return another browser in which the reader is signed in."""
    made = app.test_client()
    assert isinstance(made, ReviewingClient)
    made.sign_in(reader)
    return made


def sign_in(client: ReviewingClient, email: str = EMAIL, password: str = PASSWORD) -> bool:
    """Sign in by the form; return whether that worked."""
    return client.submit("/en/login", {"email": email, "password": password}).status_code == 303


def is_in(client: ReviewingClient) -> bool:
    """Return whether a browser is signed in."""
    return client.get("/en/account/", may_set_cookie=True).status_code == 200


def mails(app: Flask) -> dict[str, str]:
    """Deliver what waits and return the texts by subject."""
    delivery.deliver_due(app)
    found = {}
    for path in sorted((app.extensions["settings"].var_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        part = mail.get_body(preferencelist=("plain",))
        assert part is not None
        found[f"{mail['To']}: {mail['Subject']}"] = str(part.get_content())
    return found


def link(text: str) -> str:
    """Return the path of the first link to an address in a mail."""
    found = re.search(r"http://localhost(/en/address/\S+)", text)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("lang", ["ar", "en"])
@pytest.mark.parametrize("path", ["", "settings", "security", "password", "address"])
def test_the_pages_are_there_for_their_owner_alone(
    client: ReviewingClient, app: Flask, reader: User, lang: str, path: str
) -> None:
    client.sign_in(reader)
    client.page(f"/{lang}/account/{path}")
    stranger = app.test_client().get(f"/{lang}/account/{path}", may_set_cookie=True)
    assert location(stranger).startswith(f"/{lang}/login")


def test_one_session_ends_and_no_other(
    client: ReviewingClient, elsewhere: ReviewingClient, reader: User
) -> None:
    client.sign_in(reader)
    page = client.get(SECURITY).text
    assert page.count("Firefox, Linux") == 2
    assert page.count("This one") == 1
    answer = client.submit(SECURITY, button="Sign out there")
    assert location(answer) == SECURITY
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert location(client.submit(SECURITY, button="Sign out here")) == "/en/"
    assert not is_in(client)


def test_all_others_end_at_once(client: ReviewingClient, app: Flask, elsewhere: ReviewingClient) -> None:
    third = app.test_client()
    assert isinstance(third, ReviewingClient)
    assert sign_in(third)
    assert sign_in(client)
    client.submit(SECURITY, button="Sign out everywhere else")
    assert [is_in(each) for each in (client, elsewhere, third)] == [True, False, False]


def test_nobody_ends_anothers_session(
    client: ReviewingClient, elsewhere: ReviewingClient, committed: Committed
) -> None:
    with committed() as session:
        somebody = make_user(session)
    client.sign_in(somebody)
    form = re.search(r"/en/account/sessions/(\d+)/end", elsewhere.get(SECURITY).text)
    assert form is not None
    token = re.search(r'name="csrf_token" value="([^"]+)"', client.get(SECURITY).text)
    assert token is not None
    for number in (form[1], "999999"):
        answer = client.post(
            f"/en/account/sessions/{number}/end",
            data={"csrf_token": token[1]},
            headers={"Sec-Fetch-Site": "same-origin"},
        )
        assert answer.status_code == 404
    assert is_in(elsewhere)


def test_what_was_done_is_told_without_who(
    client: ReviewingClient, reader: User, committed: Committed
) -> None:
    with committed() as session:
        curious = make_user(session, name="A name nobody is told")
        done: tuple[tuple[ActKind, str, dict[str, object]], ...] = (
            (ActKind.IDENTITY_SEEN, "moderator", {"reference": "V-2026-0007"}),
            (ActKind.GRANTED, "operator", {"role": "officer", "scope": "site"}),
        )
        for kind, role, details in done:
            note(
                session, now=moments.DURING, kind=kind, user_id=reader.id, by_id=curious.id, role=role,
                reason="A reason of some length", details=details,
            )  # fmt: skip
        note(
            session,
            now=moments.DURING,
            kind=ActKind.SUSPENDED,
            user_id=curious.id,
            by_id=None,
            role="operator",
        )
    client.sign_in(reader)
    page = client.get(SECURITY).text
    for told in (
        "Identity looked up",
        "V-2026-0007",
        "moderator",
        "A reason of some length",
        "agency officer",
    ):
        assert told in page
    for untold in ("A name nobody is told", curious.email, "Account suspended"):
        assert untold not in page


def test_a_new_password_keeps_this_browser_and_no_other(
    client: ReviewingClient, app: Flask, elsewhere: ReviewingClient
) -> None:
    assert sign_in(client)
    with client.session_transaction() as kept:
        before = kept["_user_id"]
    answer = client.submit("/en/account/password", {"present": PASSWORD, "password": ANOTHER})
    assert location(answer) == SECURITY
    with client.session_transaction() as kept:
        assert kept["_user_id"] != before
        after = kept["_user_id"]
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert "Password changed" in client.get(SECURITY).text
    assert f"{EMAIL}: Your password was changed" in mails(app)
    assert sign_in(elsewhere, password=ANOTHER)
    with client.session_transaction() as kept:
        kept["_user_id"] = before
    assert not is_in(client)
    with client.session_transaction() as kept:
        kept["_user_id"] = after
    assert is_in(client)


@pytest.mark.parametrize(
    ("present", "password", "told"),
    [
        ("not my password", ANOTHER, "This is not your password."),
        (PASSWORD, "short", "at least"),
        (PASSWORD, "password2026", "among the first that are tried"),
        (PASSWORD, EMAIL, "among the first that are tried"),
    ],
)
def test_a_password_that_is_refused_changes_nothing(
    client: ReviewingClient, elsewhere: ReviewingClient, present: str, password: str, told: str
) -> None:
    assert sign_in(client)
    answer = client.submit("/en/account/password", {"present": present, "password": password})
    assert answer.status_code == 422
    assert told in answer.text
    assert set(re.findall(r'type="password"[^>]*value="([^"]*)"', answer.text)) == {""}
    assert is_in(elsewhere)
    fresh = elsewhere.application.test_client()
    assert isinstance(fresh, ReviewingClient)
    assert sign_in(fresh)


def test_free_and_taken_addresses_get_the_same_answer(
    client: ReviewingClient, app: Flask, committed: Committed, reader: User
) -> None:
    with committed() as session:
        taken = make_user(session, language="en")
    client.sign_in(reader)
    pages = []
    for email in (NEW, taken.email):
        answer = client.submit("/en/account/address", {"email": email, "present": PASSWORD})
        assert (answer.status_code, location(answer)) == (303, "/en/mailed")
        page = client.get("/en/mailed").text.replace(email, "address")
        pages.append(re.sub(r'name="(?:csrf_token|once)" value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    told = mails(app)
    assert "/en/address/" in told[f"{NEW}: Move your account to this address"]
    assert "/address/" not in told[f"{taken.email}: You have an account already"]
    assert f"{EMAIL}: Somebody wants to change the address of your account" in told
    assert NEW not in told[f"{EMAIL}: Somebody wants to change the address of your account"]


def test_an_address_moves_and_everybody_else_is_signed_out(
    client: ReviewingClient, app: Flask, elsewhere: ReviewingClient, database: MigratedDatabase
) -> None:
    assert sign_in(client)
    client.submit("/en/account/address", {"email": NEW, "present": PASSWORD})
    path = link(mails(app)[f"{NEW}: Move your account to this address"])
    assert "example.org" not in path
    for _ in range(2):
        assert NEW in client.get(path).text
    assert client.submit(path, {"password": "not my password"}).status_code == 422
    with Session(database.engine) as session:
        assert user_by_email(session, NEW) is None
    assert location(client.submit(path, {"password": PASSWORD})) == SECURITY
    assert (is_in(client), is_in(elsewhere)) == (True, False)
    assert client.get(path).status_code == 410
    assert f"{EMAIL}: The address of your account was changed" in mails(app)
    assert not sign_in(elsewhere)
    assert sign_in(elsewhere, email=NEW)


@pytest.mark.parametrize(
    ("email", "present", "told"),
    [
        (NEW, "not my password", "This is not your password."),
        ("half@", PASSWORD, "Complete the address"),
        (EMAIL.upper(), PASSWORD, "has this address already"),
    ],
)
def test_an_address_that_is_refused_is_given_back(
    client: ReviewingClient, app: Flask, reader: User, email: str, present: str, told: str
) -> None:
    client.sign_in(reader)
    answer = client.submit("/en/account/address", {"email": email, "present": present})
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{email}"' in answer.text
    assert present not in answer.text
    assert not any("Move your account" in subject for subject in mails(app))


def test_the_link_is_no_use_to_who_reads_the_mail_alone(
    client: ReviewingClient, app: Flask, reader: User
) -> None:
    client.sign_in(reader)
    client.submit("/en/account/address", {"email": NEW, "present": PASSWORD})
    path = link(mails(app)[f"{NEW}: Move your account to this address"])
    stranger = app.test_client()
    assert isinstance(stranger, ReviewingClient)
    assert stranger.submit(path, {"password": "a guess of theirs"}).status_code == 422
    assert not is_in(stranger)
    assert is_in(client)


def test_a9_names_that_mislead_are_refused_and_given_back(
    client: ReviewingClient, app: Flask, committed: Committed, reader: User
) -> None:
    from tests.factories.scenes import scene  # noqa: PLC0415 - one test alone needs a body

    with committed() as session:
        body = scene(session).organisation.name_en
    client.sign_in(reader)
    newcomer = app.test_client()
    assert isinstance(newcomer, ReviewingClient)
    for name, told in ((body.upper(), "reads like the name of a body"), ("a\u202eb", "cannot be shown")):
        for answer in (
            client.submit("/en/account/settings", {"public_name": name}),
            newcomer.submit(
                "/en/register", {"email": NEW, "password": PASSWORD, "public_name": name, "of_age": "y"}
            ),
        ):
            assert answer.status_code == 422
            assert told in answer.text
            assert name in answer.text
