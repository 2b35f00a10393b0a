"""The people of the walk, each with a browser of their own, and the world they meet in."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from flask import Flask
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.services import Registration, confirm, grant, hashed, register
from consult.jobs.delivery import deliver_due
from consult.organisations.models import Organisation, OrganisationKind
from tests.databases import MigratedDatabase
from tests.factories import moments
from tests.factories.texts import commitment, organisation

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

PASSWORD = "a sentence for the walk"


class Walk(Protocol):
    """Where people of a walk meet: an installation in one language, whose mails are read."""

    @property
    def lang(self) -> str: ...  # noqa: D102

    def url(self, path: str) -> str: ...  # noqa: D102

    def mails_to(self, address: str) -> list[str]: ...  # noqa: D102


@dataclass(frozen=True)
class World:
    """The served application, its database and the language of the walk."""

    app: Flask
    database: MigratedDatabase
    lang: str
    var: Path

    def url(self, path: str) -> str:
        """Return an address under the walk's language."""
        return f"/{self.lang}{path}"

    def mails_to(self, address: str) -> list[str]:
        """Deliver what waits, and return the text of each mail to ``address``, oldest first."""
        deliver_due(self.app)
        found = []
        for path in sorted((self.var / "mail").glob("*.eml")):
            mail = message_from_bytes(path.read_bytes(), policy=default)
            if mail["To"] == address:
                part = mail.get_body(("plain",))
                assert part is not None
                found.append(f"{mail['Subject']}\n{part.get_content()}")
        return found


def settle(world: World) -> None:
    """Make the asking body with its staff and its plan, and a women's committee with a representative."""
    with Session(world.database.engine.execution_options(write=True)) as session, session.begin():
        body = organisation(session, "ministry")
        committee = organisation(session, "committee", OrganisationKind.WOMEN)
        commitment(session, body)
        for role in (Role.OFFICER, Role.MODERATOR, Role.PUBLISHER):
            _member(session, world, f"{role.value}@example.org", role, body)
        _member(session, world, "representative@example.org", Role.REPRESENTATIVE, committee)


def _member(session: Session, world: World, email: str, role: Role, body: Organisation) -> User:
    registration = Registration(email, hashed(PASSWORD), world.lang, of_age=True)
    user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
    assert user is not None
    confirm(session, now=moments.DRAFTED, user=user)
    grant(session, now=moments.DRAFTED, user=user, role=role, scope=body.scope)
    return user


def sign_in(page: Page, world: Walk, email: str) -> Page:
    """Sign in through the form."""
    page.goto(world.url("/login"))
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    press(page, "/login")
    return page


def follow(place: Locator) -> None:
    """Press what leads to a page, and wait until it is there."""
    with place.page.expect_navigation():
        place.click()


def press(page: Page, action: str, pick: str = "button[type=submit]:not([formnovalidate])") -> None:
    """Press the button of the form whose action ends as given: no preview, which asks for nothing to be filled in."""
    leads = f'main form[action$="{action}"] {pick}, main button[formaction$="{action}"]'
    follow(page.locator(leads).first)


def register_by_mail(page: Page, world: Walk, email: str) -> None:
    """Register through the form that is open, and confirm by the link in the mail."""
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.check("input[name=of_age]")
    press(page, "/register")
    link = re.search(r"https?://[^/\s]+(/\S*/confirm/\S+)", world.mails_to(email)[-1])
    assert link is not None
    page.goto(link[1])
    page.fill("input[name=password]", PASSWORD)
    follow(page.locator("main form button[type=submit]").first)
