"""A reader without an account reports a voice on a telephone without JavaScript; a moderator decides and answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import Role, User
from consult.accounts.services import Registration, confirm, grant, hashed, register
from tests.e2e.conftest import NARROW
from tests.e2e.people import PASSWORD, World, press, sign_in
from tests.factories import moments
from tests.factories.reports import by_accounts, kept_reason
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

MODERATOR, READER = "moderator@example.org", "reader@example.net"
READY = ("إعلان لا صلة له بالسؤال.", "An advertisement without connection to the question.")
SAID = {
    "ar": {"waits": "وصل البلاغ وينتظر فريق الإشراف", "hidden": "أُخفيت", "held": "قيد المراجعة"},
    "en": {
        "waits": "It arrived, and waits for a moderator",
        "hidden": "It was hidden.",
        "held": "Held for review",
    },
}


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return a world in one language: an open consultation whose rule holds, with a moderator of the asking body."""
    return World(app, database, str(request.param), settings.var_dir)


def filled(world: World) -> tuple[str, list[str]]:
    """Let people speak, one voice be reported by three accounts; return the question's slug and the references."""
    with Session(world.database.engine.execution_options(write=True)) as session, session.begin():
        scene = make_scene(session, hold_after=3)
        registration = Registration(MODERATOR, hashed(PASSWORD), world.lang, of_age=True)
        user = session.get(User, register(session, now=moments.DRAFTED, registration=registration))
        assert user is not None
        confirm(session, now=moments.DRAFTED, user=user)
        grant(session, now=moments.DRAFTED, user=user, role=Role.MODERATOR, scope=scene.organisation.scope)
        kept_reason(session, scene.organisation, scene.moderator, rule=6, words=READY)
        said = [comment(session, scene) for _each in range(4)]
        by_accounts(session, said[3], 3, now=moments.DURING + moments.TICK)
        return scene.consultation.slug, [each.reference for each in said]


def test_report_of_a_reader_is_decided_and_answered(world: World, new_page: NewPage, at: At) -> None:
    at(moments.DURING)
    slug, (reported, second, third, held) = filled(world)
    at(moments.DURING + 2 * moments.TICK)
    words = SAID[world.lang]
    reader = new_page(java_script_enabled=False, viewport=NARROW, is_mobile=True)
    reader.goto(world.url(f"/contributions/{reported}"))
    reader.locator(f"a[href$='{reported}/report']").click()
    reader.check("input[name=reason][value='6']")
    reader.fill("textarea[name=note]", "إعلان صريح")
    reader.fill("input[name=answer_to]", READER)
    press(reader, "/report")
    expect(reader.locator(".note-wait")).to_contain_text(words["waits"])
    assert reader.context.cookies() == []
    narrow(reader)
    reader.goto(world.url(f"/contributions/{held}"))
    expect(reader.locator("main")).to_contain_text(words["held"])
    reader.go_back()

    desk = new_page(java_script_enabled=False, viewport=NARROW, is_mobile=True)
    sign_in(desk, world, MODERATOR)
    desk.goto(world.url(f"/desk/consultations/{slug}/queue/?status=reported"))
    # What is held was reported by accounts, and stands before what somebody without one reported.
    expect(desk.locator("ul.rows > li").first).to_have_attribute("id", held)
    narrow(desk)
    desk.locator(f"a[href$='{reported}/reports']").click()
    expect(desk.locator("main")).to_contain_text("إعلان صريح")
    narrow(desk)

    desk.goto(world.url(f"/desk/consultations/{slug}/queue/"))
    for each in (reported, second, third):
        desk.check(f"input[name=pick][value='{each}']")
    desk.click("button[name=do][value=choose]")
    desk.uncheck(f"input[name=pick][value='{third}']")
    narrow(desk)
    desk.click("button[name=fill_in]")
    expect(desk.locator("textarea[name=reason_en]")).to_have_value(READY[1])
    expect(desk.locator(f"input[name=pick][value='{third}']")).not_to_be_checked()
    desk.click("#typed button.button-danger")
    expect(desk.locator(".note-good")).to_be_visible()
    narrow(desk)

    reader.reload()
    expect(reader.locator(".note-good")).to_contain_text(words["hidden"])
    expect(reader.locator(".note-good")).to_contain_text(READY[0 if world.lang == "ar" else 1])
    assert READY[0 if world.lang == "ar" else 1] in world.mails_to(READER)[-1]

    desk.fill("textarea[name=reason_ar]", "أُخفيت خطأ")
    desk.fill("textarea[name=reason_en]", "Hidden by mistake")
    press(desk, f"/hidden/{desk.url.rsplit('/', 1)[-1]}")
    expect(desk.locator(".note-good")).to_be_visible()
    reader.goto(world.url(f"/contributions/{second}"))
    expect(reader.locator("main")).to_contain_text("أُخفيت خطأ" if world.lang == "ar" else "Hidden by mistake")


def narrow(page: Page) -> None:
    """Assert that a page needs no scrolling to the side, once its style is there."""
    page.wait_for_load_state("load")
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, page.url
