"""Administrators grant, end, suspend and readmit at the desk, where every account is a number."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select

from consult.accounts.models import SITE, AccountAct, Role, RoleGrant, User
from consult.accounts.policies import Actor
from consult.accounts.queries import actor_for
from consult.desk.accounts.presenters import masked
from consult.jobs import delivery
from consult.web.pagination import LONG
from tests.client import ReviewingClient, location
from tests.desk.conftest import shows_no_form, too_late
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed
from tests.review import words

UserOf = Callable[[Actor], User]
WHY = "The body asked for it <in writing>."
ROLES = "/en/desk/accounts/"


@pytest.fixture
def administrator(committed: Committed) -> Actor:
    """Return an administrator of the site."""
    with committed() as session:
        return person(session, (Role.ADMINISTRATOR, SITE))


@pytest.fixture
def auditor(committed: Committed) -> Actor:
    """Return an auditor."""
    with committed() as session:
        return person(session, (Role.AUDITOR, SITE))


@pytest.fixture
def citizen(committed: Committed) -> Actor:
    """Return a participant with a public name."""
    with committed() as session:
        return person(session, name="A voice", language="en")


def grant_id(committed: Committed, actor: Actor) -> int:
    """Return the id of somebody's newest grant."""
    with committed() as session:
        query = select(RoleGrant.id).where(RoleGrant.user_id == actor.user_id).order_by(RoleGrant.id.desc())
        return session.scalars(query.limit(1)).one()


def told(app: Flask, recipient: str) -> str:
    """Deliver what waits and return the subjects and texts of what somebody was sent, one after the other."""
    delivery.deliver_due(app)
    folder = app.extensions["settings"].var_dir / "mail"
    found = ""
    for path in sorted(folder.glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        part = mail.get_body(preferencelist=("plain",))
        if mail["To"] == recipient and part is not None:
            found += f"{mail['Subject']}\n{part.get_content()}\n"
    return re.sub("[\u2068\u2069]", "", found)


def test_a_role_is_granted_and_ended(
    app: Flask, client: ReviewingClient, administrator: Actor, citizen: Actor, asked: Scene, committed: Committed,
    user_of: UserOf,
) -> None:  # fmt: skip
    scope = asked.organisation.scope
    client.sign_in(user_of(citizen))
    theirs = client
    client = app.test_client()  # type: ignore[assignment]  # the reviewing client, as conftest has it
    client.sign_in(user_of(administrator))
    typed = {"email": citizen.email, "role": "moderator", "scope": scope, "reason": WHY}
    answer = client.submit(f"{ROLES}grant", typed)
    assert (answer.status_code, location(answer)) == (303, ROLES)
    page = client.page(ROLES).source
    assert f"Account {citizen.user_id}<" in page
    assert masked(citizen.email) in page
    assert citizen.email not in page
    with committed() as session:
        assert actor_for(session, session.get_one(User, citizen.user_id)).holds(Role.MODERATOR, scope)
    assert location(theirs.get("/en/account/")).startswith("/en/login")

    end = f"{ROLES}grants/{grant_id(committed, citizen)}/end"
    assert client.submit(end, {"reason": WHY}).status_code == 303
    assert f"Account {citizen.user_id}<" not in client.page(ROLES).source
    assert "This role has ended already" in too_late(client).text
    shows_no_form(client.page(end))
    letters = told(app, citizen.email)
    for sentence in ("You were given a role: moderator", "A role of yours was ended: moderator", WHY):
        assert sentence in letters


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"email": "nobody@example.org"}, "Nobody has a confirmed account with this address."),
        ({"email": ""}, "Write this: it cannot be left empty."),
        ({"role": "auditor"}, "This role cannot be granted there. Choose another place."),
        ({"scope": ""}, "Choose one of these."),
        ({"reason": " "}, "Write this: it cannot be left empty."),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_what_was_typed_is_kept(
    client: ReviewingClient, administrator: Actor, citizen: Actor, asked: Scene, user_of: UserOf,
    changed: dict[str, str], sentence: str,
) -> None:  # fmt: skip
    client.sign_in(user_of(administrator))
    typed = {
        "email": citizen.email,
        "role": "officer",
        "scope": asked.organisation.scope,
        "reason": WHY,
        **changed,
    }
    answer = client.submit(f"{ROLES}grant", typed)
    assert answer.status_code == 422
    assert sentence in answer.text
    kept = unescape(answer.text)
    assert all(value in kept for value in typed.values())


@pytest.mark.parametrize("sent", [{"role": "emperor"}, {"scope": "organisation:none"}, {"scope": "moon"}, {}])
def test_what_the_form_does_not_offer_is_not_granted(
    client: ReviewingClient, administrator: Actor, citizen: Actor, asked: Scene, user_of: UserOf, committed: Committed,
    sent: dict[str, str],
) -> None:  # fmt: skip
    client.sign_in(user_of(administrator))
    path = f"{ROLES}grant"
    form = next(each for each in client.page(path).every("form") if each.get("action") == path)
    hidden = {
        box.attrib["name"]: box.get("value", "") for box in form.iter("input") if box.get("type") == "hidden"
    }
    good = {"email": citizen.email, "role": "officer", "scope": asked.organisation.scope, "reason": WHY}
    typed = {**hidden, **good, **sent} if sent else hidden
    answer = client.post(path, data=typed, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 422
    with committed() as session:
        assert not actor_for(session, session.get_one(User, citizen.user_id)).grants


def test_the_last_administrator_is_told_why_they_stay(
    client: ReviewingClient, administrator: Actor, user_of: UserOf, committed: Committed
) -> None:
    client.sign_in(user_of(administrator))
    answer = client.submit(f"{ROLES}grants/{grant_id(committed, administrator)}/end", {"reason": WHY})
    assert answer.status_code == 422
    assert "This is the last administrator." in answer.text
    own = client.submit(f"{ROLES}{administrator.user_id}/suspend", {"reason": WHY})
    assert own.status_code == 422
    assert "This is your own account." in own.text


def test_an_account_is_found_by_the_address_that_somebody_knows_suspended_and_readmitted(
    app: Flask, client: ReviewingClient, administrator: Actor, citizen: Actor, user_of: UserOf
) -> None:
    client.sign_in(user_of(administrator))
    missing = client.submit(f"{ROLES}find", {"email": "nobody@example.org"})
    assert missing.status_code == 422
    assert "Nobody has registered with this address." in missing.text
    answer = client.submit(f"{ROLES}find", {"email": f" {citizen.email.upper()} "})
    account = f"{ROLES}{citizen.user_id}/"
    assert (answer.status_code, location(answer)) == (303, account)
    page = client.page(account).source
    assert "It holds no role: it is the account of a participant." in page
    assert not any(words in page for words in (citizen.email, masked(citizen.email), "A voice", "/identity"))

    for act, sentence in (("suspend", "This account is suspended"), ("readmit", "Suspend the account")):
        assert client.submit(f"{account}{act}", {"reason": ""}).status_code == 422
        done = client.submit(f"{account}{act}", {"reason": WHY})
        assert (done.status_code, location(done)) == (303, account)
        assert sentence in client.page(account).source
        assert "This was done already" in too_late(client).text
        shows_no_form(client.page(f"{account}{act}"))
    letters = told(app, citizen.email)
    assert "Your account was suspended" in letters
    assert "Your account is open again" in letters
    assert letters.count(WHY) == 2


def test_the_log_says_what_was_done_and_never_joins_a_contribution_to_an_account(
    client: ReviewingClient, administrator: Actor, auditor: Actor, citizen: Actor, asked: Scene, committed: Committed,
    user_of: UserOf, at: Callable[[object], object],
) -> None:  # fmt: skip
    at(moments.DURING)
    with committed() as session:
        said = comment(session, asked, by=citizen)
    client.sign_in(user_of(asked.moderator))
    client.submit(
        f"/en/desk/contributions/{said.reference}/identity", {"reason": "A court asks for it: case 12."}
    )
    client.sign_in(user_of(administrator))
    client.submit(f"{ROLES}{citizen.user_id}/suspend", {"reason": WHY})
    for reader in (administrator, auditor):
        client.sign_in(user_of(reader))
        page = client.page(f"{ROLES}log/")
        entries = [words(each) for each in page.every("li") if each.get("id", "").startswith("entry-")]
        suspended, looked = entries[:2]
        assert f"Account suspended · Account {citizen.user_id} {WHY}" in suspended
        assert f"Done by: Account {administrator.user_id}, administrator" in suspended
        assert f"Identity looked up · {said.reference} A court asks for it: case 12." in looked
        assert f"Done by: Account {asked.moderator.user_id}, moderator" in looked
        assert f"Account {citizen.user_id}" not in looked
        assert "@" not in page.source.split("<main")[1].split("</main>")[0]


def test_the_log_has_pages(
    client: ReviewingClient, administrator: Actor, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        for _each in range(LONG + 5):
            person(session, (Role.OFFICER, "organisation:ours"))
        ids = session.scalars(select(AccountAct.id).order_by(AccountAct.id.desc())).all()
    client.sign_in(user_of(administrator))
    first = client.page(f"{ROLES}log/")
    shown = [item.attrib["id"] for item in first.every("li") if item.get("id", "").startswith("entry-")]
    assert shown == [f"entry-{act_id}" for act_id in ids[:LONG]]
    older = next(link.attrib["href"] for link in first.every("a") if link.get("rel") == "next")
    second = client.page(older)
    rest = [item.attrib["id"] for item in second.every("li") if item.get("id", "").startswith("entry-")]
    assert rest == [f"entry-{act_id}" for act_id in ids[LONG:]]


def test_these_rooms_are_for_administrators_and_the_log_for_auditors_too(
    client: ReviewingClient,
    administrator: Actor,
    auditor: Actor,
    asked: Scene,
    committed: Committed,
    user_of: UserOf,
) -> None:
    with committed() as session:
        coordinator = person(session, (Role.COORDINATOR, SITE))
        of_a_body = person(session, (Role.ADMINISTRATOR, asked.organisation.scope))
    held = grant_id(committed, asked.officer)
    number = asked.officer.user_id
    own = [
        "grant",
        f"grants/{held}/end",
        "find",
        f"{number}/",
        f"{number}/suspend",
        f"{number}/readmit",
        f"{number}/identity",
    ]
    for reader, sees_log, sees_own in (
        (administrator, 200, 200), (auditor, 200, 404), (coordinator, 404, 404), (asked.officer, 404, 404),
        (asked.moderator, 404, 404), (asked.publisher, 404, 404), (of_a_body, 404, 404), (asked.author, 404, 404),
    ):  # fmt: skip
        client.sign_in(user_of(reader))
        assert {client.get(ROLES + path).status_code for path in ("", "log/")} == {sees_log}
        assert {client.get(ROLES + path).status_code for path in own} == {sees_own}
    client.sign_in(user_of(auditor))
    page = client.page(ROLES).source
    assert f"Account {number}<" in page.replace("</b>", "<")
    assert "•••" not in page
    assert "Grant a role" not in page


@pytest.mark.parametrize(
    "path", ["grants/99999/end", "99999/", "99999/suspend", "99999/identity", "9" * 30 + "/"]
)
def test_what_is_not_there_is_not_found(
    client: ReviewingClient, administrator: Actor, user_of: UserOf, path: str
) -> None:
    client.sign_in(user_of(administrator))
    assert client.get(ROLES + path).status_code == 404


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("officer@demo.example", "o•••@d•••.example"),
        ("a@b.c.org", "a•••@b•••.org"),
        ("مها@موقع.example", "م•••@م•••.example"),
        ("root@localhost", "r•••@l•••.•••"),
    ],
)
def test_a_mask_keeps_first_letters_alone(address: str, expected: str) -> None:
    assert masked(address) == expected


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.AUDITOR])
def test_the_desk_of_those_who_run_no_consultation_is_no_dead_end(
    client: ReviewingClient, committed: Committed, user_of: UserOf, role: Role
) -> None:
    with committed() as session:
        somebody = person(session, (role, SITE))
    client.sign_in(user_of(somebody))
    main = client.page("/en/desk/").source.split("<main")[1]
    assert "No consultation yet" not in main
    rooms = set(re.findall(r'href="(/en/desk/[^"]+)"', main))
    assert {ROLES, f"{ROLES}log/"} <= rooms
    assert {client.get(room).status_code for room in rooms} == {200}
