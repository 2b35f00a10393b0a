"""A coordinator takes a plan as a file, changes it, brings it in, looks at what it would change, and confirms it."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.queries import actor_for
from consult.accounts.services import Registration, confirm, grant, hashed, register
from consult.shared.csv import stream
from tests.e2e.people import PASSWORD, World, follow, press, sign_in
from tests.factories import moments
from tests.factories.promises import begun, begun_plan, written
from tests.factories.texts import organisation

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import FilePayload, Page

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

COORDINATOR, IMPORT = "coordinator@example.org", "/desk/plans/plan-1/import"
SAYS = {"ar": "سطر واحد متغيّر", "en": "1 changed line"}
TITLE = {"ar": ("milestone_title_ar", "صفحة للعقود"), "en": ("milestone_title_en", "A page of contracts")}


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings, at: At
) -> World:
    """Return a world in one language, with a plan that its coordinator has begun and nobody else reads."""
    at(moments.DRAFTED)
    made = World(app, database, str(request.param), settings.var_dir)
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        registration = Registration(COORDINATOR, hashed(PASSWORD), made.lang, of_age=True)
        user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
        assert user is not None
        confirm(session, now=moments.DRAFTED, user=user)
        grant(session, now=moments.DRAFTED, user=user, role=Role.COORDINATOR, scope=SITE)
        keeper = actor_for(session, user)
        body = organisation(session, "ministry")
        written(session, keeper, begun(session, keeper, body, begun_plan(session, keeper)))
    return made


def changed(page: Page, lang: str) -> bytes:
    """Take the plan as it is at the desk, and return it with another title of its milestone."""
    with page.expect_download() as held:
        page.locator('main a[href$="/export.csv"]').click()
    text = Path(held.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    column, title = TITLE[lang]
    rows[0][column] = title
    return "".join(stream(list(rows[0]), (list(row.values()) for row in rows))).encode()


def test_a_plan_goes_out_and_comes_in(world: World, new_page: NewPage) -> None:
    page = new_page(java_script_enabled=False)
    sign_in(page, world, COORDINATOR)
    page.goto(world.url("/desk/plans/plan-1"))
    follow(page.locator(f'main a[href$="{IMPORT}"]').first)
    file: FilePayload = {"name": "plan.csv", "mimeType": "text/csv", "buffer": changed(page, world.lang)}
    page.locator("input[type=file]").set_input_files(file)
    press(page, "/import")
    expect(page.locator("main")).to_contain_text(SAYS[world.lang])
    page.goto(world.url("/desk/plans/plan-1/commitments/1"))
    title = TITLE[world.lang][1]
    expect(page.locator("main")).not_to_contain_text(title)
    page.go_back()
    follow(page.locator("main form#typed button[type=submit]").first)
    expect(page.locator(".note-good")).to_be_visible()
    page.goto(world.url("/desk/plans/plan-1/commitments/1"))
    expect(page.locator("main")).to_contain_text(title)
