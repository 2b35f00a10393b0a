"""A long form of the desk keeps itself while it is written, and gives back what was typed; in a real browser."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from flask import Flask
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.shared.state import State
from tests.client import ReviewingClient
from tests.e2e.conftest import NARROW, NewPage
from tests.factories.scenes import scene

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.databases import MigratedDatabase

TYPED = "كُتبت ولم تُحفظ"


@pytest.fixture
def text(database: MigratedDatabase) -> tuple[int, User]:
    """Return the id of a draft of a text, and the officer who writes it."""
    with (
        Session(database.engine.execution_options(write=True), expire_on_commit=False) as session,
        session.begin(),
    ):
        made = scene(session, State.DRAFT)
        officer = session.get(User, made.officer.user_id)
        assert officer is not None
        return made.version.id, officer


def signed_in(app: Flask, page: Page, officer: User) -> Page:
    """Let a browser have the session that signing in would have begun."""
    client = app.test_client()
    assert isinstance(client, ReviewingClient)
    client.sign_in(officer)
    (cookie,) = (client._cookies or {}).values()
    page.context.add_cookies(
        [{"name": cookie.key, "value": cookie.value, "domain": "127.0.0.1", "path": "/"}]
    )
    return page


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_autosave_gives_back_what_was_typed(
    app: Flask, new_page: NewPage, text: tuple[int, User], lang: str
) -> None:
    page = signed_in(app, new_page(viewport=NARROW), text[1])
    path = f"/{lang}/desk/texts/{text[0]}/"
    page.goto(path)
    page.locator("#clauses-0-text_ar").fill(TYPED)
    with page.expect_response("**/account/keep") as kept:
        page.evaluate("dispatchEvent(new Event('pagehide'))")
    assert kept.value.status == 200
    expect(page.locator(".kept-told")).not_to_be_empty()
    page.goto(path)
    expect(page.locator("#clauses-0-text_ar")).not_to_have_value(TYPED)
    page.locator(".note-wait a").first.click()
    expect(page.locator("#clauses-0-text_ar")).to_have_value(TYPED)
    page.locator("#typed button.button:not(.button-quiet)").last.click()
    expect(page.locator(".note-wait")).to_have_count(0)
    expect(page.locator("#clauses-0-text_ar")).to_have_value(TYPED)
