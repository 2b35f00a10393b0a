"""A coordinator's year, in both languages: adopt, progress twice, one late, nothing to report, refresh, end."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import SITE, Role, User
from consult.accounts.queries import actor_for
from consult.accounts.services import Registration, confirm, grant, hashed, register
from consult.plans.services import save_milestone
from tests.e2e.people import PASSWORD, World, press, sign_in
from tests.factories import moments
from tests.factories.promises import DELIVERED, begun, begun_plan, written
from tests.factories.texts import organisation

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

COORDINATOR, OFFICER = "coordinator@example.org", "officer@example.org"
PLAN, COMMITMENT = "/desk/plans/plan-1", "/desk/plans/plan-1/commitments/1"
LATE = {"ar": "كان موعدها 30 أيلول 2026 ولم يُفَد عنها بشيء", "en": "Due on 30 September 2026, not reported."}
SAID = ("أُعدّت المسودة", "سُلّمت المسودة إلى اللجنة", "تنتظر اللجنة الموازنة")


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return a world in one language, with a commitment that can be submitted and those who keep it."""
    made = World(app, database, str(request.param), settings.var_dir)
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        body = organisation(session, "ministry")
        for email, role, scope in (
            (COORDINATOR, Role.COORDINATOR, SITE),
            (OFFICER, Role.OFFICER, body.scope),
        ):
            registration = Registration(email, hashed(PASSWORD), made.lang, of_age=True)
            user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
            assert user is not None
            confirm(session, now=moments.DRAFTED, user=user)
            grant(session, now=moments.DRAFTED, user=user, role=role, scope=scope)
            if role is Role.COORDINATOR:
                keeper = actor_for(session, user)
        there = written(session, keeper, begun(session, keeper, body, begun_plan(session, keeper)))
        save_milestone(
            session, actor=keeper, now=moments.DRAFTED, zone=UTC, commitment_id=there.id, milestone_id=None,
            said=replace(DELIVERED, title_ar="المسودة", starts_on=date(2026, 4, 1), due_on=date(2026, 9, 30)),
        )  # fmt: skip
    return made


def test_a_coordinators_year_of_progress(world: World, new_page: NewPage, at: At) -> None:
    page = new_page(java_script_enabled=False)
    reader = new_page(java_script_enabled=False)
    at(moments.DRAFTED)
    sign_in(page, world, COORDINATOR)
    for where, kind in (
        (COMMITMENT, "submitted"), (COMMITMENT, "adopted"), (PLAN, "adopted"), (PLAN, "brought-into-force"),
    ):  # fmt: skip
        act(page, world, f"{where}/act/{kind}", "01/03/2026")

    report(page, world, at, datetime(2026, 6, 1, 9, tzinfo=UTC), SAID[0])
    report(page, world, at, datetime(2026, 8, 20, 9, tzinfo=UTC), SAID[1])
    show(reader, world)
    expect(reader.locator("main")).not_to_contain_text(LATE[world.lang])

    at(datetime(2026, 10, 5, 9, tzinfo=UTC))
    for path in ("/plans/plan-1/commitments/1/", "/plans/plan-1/"):
        reader.goto(world.url(path))
        expect(reader.locator("main")).to_contain_text(LATE[world.lang])
    remind(page, world)
    assert LATE[world.lang] in world.mails_to(OFFICER)[-1]

    report(page, world, at, datetime(2026, 10, 6, 9, tzinfo=UTC), SAID[2], nothing=True)
    show(reader, world)
    expect(reader.locator("main")).not_to_contain_text(LATE[world.lang])

    at(datetime(2026, 12, 1, 9, tzinfo=UTC))
    sign_in(page, world, COORDINATOR)
    act(page, world, f"{PLAN}/act/refreshed", "01/12/2026")
    add(page, world)
    act(page, world, f"{PLAN}/act/ended", "01/12/2026")
    show(reader, world)
    for words in (*SAID, "مرحلة أضيفت"):
        expect(reader.locator(".milestones")).to_contain_text(words)


def act(page: Page, world: World, path: str, day: str) -> None:
    """Do something with its day and its reason."""
    page.goto(world.url(path))
    page.fill("input[name=happened_on]", day)
    page.fill("textarea[name=reason_ar]", "سبب")
    page.fill("textarea[name=reason_en]", "A reason")
    press(page, path)
    expect(page.locator(".note-good")).to_be_visible()


def milestone(page: Page, world: World) -> str:
    """Return the place of the draft's milestone on the public page of its commitment."""
    page.goto(world.url("/plans/plan-1/commitments/1/"))
    found = page.locator(".milestones > li").last
    expect(found).to_be_visible()
    return str(found.get_attribute("id"))


def report(
    page: Page, world: World, at: At, moment: datetime, words: str, *, nothing: bool = False
) -> None:  # fmt: skip
    """Report progress of the draft as the officer, of the day on which that is."""
    at(moment)
    place = milestone(page, world).removeprefix("milestone-")
    sign_in(page, world, OFFICER)
    page.goto(world.url(f"{COMMITMENT}/milestones/{place}/report"))
    page.fill("input[name=as_of]", f"{moment:%d/%m/%Y}")
    if nothing:
        page.check("input[name=nothing_to_report]")
        page.fill("textarea[name=challenge_ar]", words)
    else:
        page.check("input[name=status][value=in_progress]")
        page.fill("textarea[name=done_ar]", words)
    press(page, "/report")
    expect(page.locator(".note-good")).to_be_visible()


def remind(page: Page, world: World) -> None:
    """See who owes a word, and remind them."""
    sign_in(page, world, COORDINATOR)
    page.goto(world.url(f"{PLAN}/progress/"))
    expect(page.locator("main")).to_contain_text(LATE[world.lang])
    press(page, "/progress/remind")
    expect(page.locator(".note-good")).to_be_visible()


def add(page: Page, world: World) -> None:
    """Add a milestone to the refreshed plan's commitment, with the reason."""
    page.goto(world.url(f"{COMMITMENT}/milestones/new"))
    page.fill("input[name=title_ar]", "مرحلة أضيفت")
    page.fill("textarea[name=deliverable_ar]", "تقرير يُنشر")
    page.fill("input[name=starts_on]", "01/01/2027")
    page.fill("input[name=due_on]", "30/06/2027")
    page.fill("input[name=happened_on]", "01/12/2026")
    page.fill("textarea[name=reason_ar]", "سبب")
    page.fill("textarea[name=reason_en]", "A reason")
    press(page, "/milestones/new")
    expect(page.locator(".note-good")).to_be_visible()


def show(page: Page, world: World) -> None:
    """Show the public page of the commitment."""
    page.goto(world.url("/plans/plan-1/commitments/1/"))
    expect(page.locator(".milestones")).to_be_visible()
