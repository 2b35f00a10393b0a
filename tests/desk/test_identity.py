"""Who somebody is is seen once, by whoever says why; and whoever is looked up is told."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import TYPE_CHECKING

import pytest
from flask import Flask
from sqlalchemy import func, select

from consult.accounts.models import SITE, AccountAct, ActKind, Role, User
from consult.accounts.policies import Actor
from consult.moderation.services import see_author
from tests.client import ReviewingClient
from tests.desk.test_accounts import told
from tests.factories import moments
from tests.factories.people import person
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from tests.conftest import At

UserOf = Callable[[Actor], User]
WHY = "A court asks for it: <case> 12."


@pytest.fixture
def during(at: At) -> None:
    """Hold the clock while the consultation is open."""
    at(moments.DURING)


def looks(committed: Committed) -> int:
    """Return how often somebody was looked up."""
    with committed() as session:
        query = select(func.count()).where(AccountAct.kind == ActKind.IDENTITY_SEEN)
        return session.scalar(query) or 0


@pytest.mark.usefixtures("during")
def test_a_moderator_says_why_and_sees_it_once_and_the_author_is_told(
    app: Flask, client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        author = person(session, name="Name <of> a voice", language="en")
        said = comment(session, asked, by=author)
    client.sign_in(user_of(asked.moderator))
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    path = f"/en/desk/contributions/{said.reference}/identity"
    assert path in {link.attrib["href"] for link in client.page(queue).every("a")}
    asking = client.page(path).source
    for short in ("", "Because."):
        refused = client.submit(path, {"reason": short})
        assert refused.status_code == 422
        assert author.email not in refused.text
    assert looks(committed) == 0
    seen = client.submit(path, {"reason": WHY})
    assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "private, no-store")
    assert author.email in seen.text
    assert str(author.public_name) in unescape(seen.text)
    assert looks(committed) == 1
    # The answer was that page alone: the address gives the form again, and no other page has it.
    for page in (
        asking,
        client.page(path).source,
        client.page(queue).source,
        client.page("/en/desk/").source,
    ):
        assert author.email not in page
        assert str(author.public_name) not in unescape(page)
    letters = told(app, author.email)
    for words in ("Your identity was looked up", "moderator", said.reference, WHY):
        assert words in letters
    assert asked.moderator.email not in letters
    client.sign_in(user_of(author))
    with committed() as session:
        assert asked.moderator.email not in client.page("/en/account/").source


@pytest.mark.usefixtures("during")
def test_to_everybody_else_there_is_nothing_to_ask(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    scope = asked.organisation.scope
    with committed() as session:
        said = comment(session, asked, by=asked.author)
        own = comment(session, asked, by=asked.moderator)
        others = [
            person(session, (role, scope)) for role in (Role.OFFICER, Role.PUBLISHER, Role.REPRESENTATIVE)
        ]
        others += [
            person(session, (role, SITE)) for role in (Role.AUDITOR, Role.ADMINISTRATOR, Role.COORDINATOR)
        ]
        others.append(person(session, (Role.MODERATOR, "organisation:other")))
    path = f"/en/desk/contributions/{said.reference}/identity"
    queue = f"/en/desk/consultations/{asked.consultation.slug}/queue/"
    for other in [*others, asked.author]:
        client.sign_in(user_of(other))
        assert client.get(path).status_code == 404
        page = client.get(queue)
        assert page.status_code == 404 or "/identity" not in page.text
    client.sign_in(user_of(asked.moderator))
    assert client.get(f"/en/desk/contributions/{own.reference}/identity").status_code == 404
    assert f"{own.reference}/identity" not in client.page(queue).source
    assert client.get("/en/desk/contributions/V-1999-0001/identity").status_code == 404


@pytest.mark.usefixtures("during")
def test_what_is_sent_by_whoever_may_not_ask_shows_nothing(
    client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        said = comment(session, asked, by=asked.author)
        elsewhere = person(session, (Role.MODERATOR, "organisation:other"))
    path = f"/en/desk/contributions/{said.reference}/identity"
    client.sign_in(user_of(asked.moderator))
    form = next(each for each in client.page(path).every("form") if each.get("action") == path)
    hidden = {box.attrib["name"]: box.get("value", "") for box in form.iter("input")}
    for reader in (elsewhere, asked.officer):
        client.sign_in(user_of(reader))
        answer = client.post(path, data={**hidden, "reason": WHY}, headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code in {400, 404}
        assert asked.author.email not in answer.text
    assert looks(committed) == 0


def test_an_administrator_looks_up_a_colleague_by_the_same_form(
    app: Flask, client: ReviewingClient, asked: Scene, committed: Committed, user_of: UserOf
) -> None:
    with committed() as session:
        administrator = person(session, (Role.ADMINISTRATOR, SITE))
        officer = person(session, (Role.OFFICER, asked.organisation.scope), language="en")
    client.sign_in(user_of(administrator))
    account = f"/en/desk/accounts/{officer.user_id}/"
    assert officer.email not in client.page(account).source
    assert client.submit(f"{account}identity", {"reason": "Because."}).status_code == 422
    seen = client.submit(f"{account}identity", {"reason": WHY})
    assert (seen.status_code, seen.headers["Cache-Control"]) == (200, "private, no-store")
    assert officer.email in seen.text
    letters = told(app, officer.email)
    assert "administrator" in letters
    assert WHY in letters
    # Whoever holds no role, and oneself, cannot be looked up by number.
    for nobody in (asked.author, administrator):
        assert client.get(f"/en/desk/accounts/{nobody.user_id}/identity").status_code == 404
    assert looks(committed) == 1


def test_everybody_can_read_that_somebody_looked(
    client: ReviewingClient, asked: Scene, committed: Committed
) -> None:
    assert "Nobody was looked up" in client.page("/en/moderation-log/look-ups/").source
    with committed() as session:
        said = comment(session, asked)
        see_author(session, actor=asked.moderator, now=moments.DURING, reference=said.reference, reason=WHY)
    page = client.page("/ar/moderation-log/look-ups/").source
    assert said.reference in page
    assert "A court asks" not in page
