"""S21: an address that looks like another's never receives what belongs to that other; mail goes where is stored."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, NamedTuple

import pytest
from sqlalchemy import select

from consult.accounts.models import User
from consult.accounts.queries import actor_for
from consult.jobs import delivery
from consult.organisations.models import Invitation
from consult.outbox.models import OutboxMessage
from tests.attack.attackers import PASSWORD, browser, try_password
from tests.attack.conftest import with_password
from tests.client import location
from tests.factories.organisations import verified
from tests.factories.people import user as make_user

if TYPE_CHECKING:
    from flask import Flask

    from tests.attack.conftest import Committed

# ruff: noqa: RUF001 - letters that look alike are what this is about

STORED = "a@business.example"
# What folds onto the stored address under casefold, NFC or NFKC, and is another address or none.
SHARP_S = "a@busineß.example"
FOLDING = (
    "a@buſiness.example", "ａ@business.example", "a@ｂusiness.example", "a@business。example", "ª@business.example",
    "a@businesﬆ.example", "a@ⓑusiness.example", "a@busines\u200bs.example", "a@𝐛usiness.example",
)  # fmt: skip
SAME = ("A@Business.Example", " a@business.example ", "a@BUSINESS.EXAMPLE\u200f")
_LINK = re.compile(r"http://localhost(/\w\w/(?:reset|confirm|address|invitations)/\S+)")


class Mail(NamedTuple):
    """A mail that went out: to whom, and the link that works once, if one is in it."""

    to: str
    link: str | None


def sent(app: Flask) -> list[Mail]:
    """Deliver what waits and return all mails so far, oldest first."""
    delivery.deliver_due(app)
    found = []
    for path in sorted((app.extensions["settings"].var_dir / "mail").glob("*.eml")):
        mail = message_from_bytes(path.read_bytes(), _class=EmailMessage, policy=default)
        part = mail.get_body(preferencelist=("plain",))
        assert part is not None
        link = _LINK.search(str(part.get_content()))
        found.append(Mail(str(mail["To"]), link[1] if link else None))
    return found


@pytest.fixture
def holder(committed: Committed) -> User:
    """Return whoever has the stored address, confirmed, with a password."""
    with committed() as session:
        made = make_user(session, language="en")
        made.email = STORED
        return with_password(session, actor_for(session, made))


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize("path", ["/en/forgotten", "/en/confirm"])
def test_no_link_of_an_account_goes_to_an_address_that_looks_like_its_own(app: Flask, path: str) -> None:
    answer = browser(app).submit(path, {"email": SHARP_S})
    assert answer.status_code == 303
    assert sent(app) == []
    for typed in FOLDING:
        answer = browser(app).submit(path, {"email": typed})
        assert answer.status_code == 422, typed
        assert typed.strip() in answer.text, "what was typed is gone"
    assert sent(app) == []


@pytest.mark.usefixtures("holder")
@pytest.mark.parametrize("typed", SAME)
def test_a_link_goes_to_the_stored_address_however_it_was_typed(app: Flask, typed: str) -> None:
    client = browser(app)
    assert client.submit("/en/forgotten", {"email": typed}).status_code == 303
    assert STORED in client.get("/en/mailed").text
    ((to, link),) = sent(app)
    assert (to, link is not None) == (STORED, True)


@pytest.mark.usefixtures("holder")
def test_who_registers_a_neighbour_gets_an_account_of_their_own(app: Flask, committed: Committed) -> None:
    fields = {"email": SHARP_S, "password": "a sentence of my own", "of_age": "y"}
    assert browser(app).submit("/en/register", fields).status_code == 303
    (mail,) = sent(app)
    assert mail.to == "a@xn--busine-gta.example"
    assert mail.link is not None
    assert location(browser(app).submit(mail.link, {"password": fields["password"]})) == "/en/account/"
    with committed() as session:
        assert list(session.scalars(select(User.email).order_by(User.id))) == [STORED, mail.to]
    # Written either way, in a browser or by hand, it is the same account; and never the neighbour's.
    for typed in (SHARP_S, "A@busineß.example", mail.to):
        assert try_password(browser(app), typed, fields["password"]).status_code == 303
    assert try_password(browser(app), STORED, fields["password"]).status_code == 422
    assert try_password(browser(app), SHARP_S, PASSWORD).status_code == 422


def test_an_account_moves_to_the_address_that_its_link_went_to(
    app: Flask, holder: User, committed: Committed
) -> None:
    client = browser(app)
    client.sign_in(holder)
    asked = {"email": "New.Place@busineß.example", "present": PASSWORD}
    assert client.submit("/en/account/address", asked).status_code == 303
    to_new, to_old = sent(app)
    assert (to_new.to, to_old.to) == ("new.place@xn--busine-gta.example", STORED)
    assert to_new.link is not None
    assert client.submit(to_new.link, {"password": PASSWORD}).status_code == 303
    with committed() as session:
        assert session.get_one(User, holder.id).email == to_new.to


@pytest.mark.parametrize("typed", FOLDING)
def test_an_account_cannot_move_to_what_is_no_address(app: Flask, holder: User, typed: str) -> None:
    client = browser(app)
    client.sign_in(holder)
    answer = client.submit("/en/account/address", {"email": typed, "present": PASSWORD})
    assert answer.status_code == 422
    assert sent(app) == []


def test_an_invitation_is_for_the_address_that_its_mail_went_to(
    app: Flask, holder: User, committed: Committed
) -> None:
    with committed() as session:
        body, first = verified(session)
        speaker = session.get_one(User, first.user_id)
        path = f"/en/organisations/{body.slug}/representatives"
    inviting = browser(app)
    inviting.sign_in(speaker)
    assert inviting.submit(path, {"email": "ａ@business.example"}).status_code == 422
    assert inviting.submit(path, {"email": SHARP_S}).status_code == 303
    mail = sent(app)[-1]
    assert (mail.to, mail.link is not None) == ("a@xn--busine-gta.example", True)
    with committed() as session:
        assert session.scalars(select(Invitation.email)).all() == [mail.to]
    neighbour = browser(app)
    neighbour.sign_in(holder)
    page = neighbour.get(str(mail.link).replace("/ar/", "/en/")).text
    assert "It was sent to another address" in page
    assert ">Accept<" not in page, "a neighbour may accept what was sent to another"


@pytest.mark.usefixtures("holder")
def test_every_way_in_stores_the_recipient_in_its_one_form(app: Flask, committed: Committed) -> None:
    for path in ("/en/forgotten", "/en/confirm"):
        browser(app).submit(path, {"email": "Some.One+1@مثال.الاردن"})
    with committed() as session:
        recipients = set(session.scalars(select(OutboxMessage.recipient)))
    assert recipients == {"some.one+1@xn--mgbh0fb.xn--mgbayh7gpa"}
