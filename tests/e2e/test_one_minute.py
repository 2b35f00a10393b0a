"""From the question to a sent comment on a cheap phone: what it takes is counted, printed and bounded."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.e2e.people import World, follow, register_by_mail
from tests.factories import moments
from tests.factories.scenes import scene as make_scene

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Locator, Page

    from config import Settings
    from tests.conftest import At
    from tests.databases import MigratedDatabase
    from tests.e2e.conftest import NewPage

PHONE = {"width": 360, "height": 800}
CITIZEN = "citizen@example.org"
SAID = "ستون يوماً قليلة. نحتاج تسعين يوماً لنقرأ ونجتمع."


@dataclass
class Taken:
    """What it took so far, beside registering: screens scrolled, taps, and pages that were gone through."""

    screens: float = 0
    taps: int = 0
    pages: int = 0

    def tap(self, control: Locator) -> Locator:
        """Count the tap on a control, and how far the page is scrolled to it; return the control."""
        box = control.bounding_box()
        assert box is not None
        scrolled = control.page.evaluate("window.scrollY")
        below = box["y"] + box["height"] - PHONE["height"]
        self.screens += max(0.0, below / PHONE["height"])
        self.taps += 1
        assert box["y"] + scrolled >= 0
        return control


@pytest.fixture(params=["ar", "en"])
def world(
    request: pytest.FixtureRequest, app: Flask, database: MigratedDatabase, settings: Settings
) -> World:
    """Return a world in one language."""
    return World(app, database, str(request.param), settings.var_dir)


def asked(world: World) -> str:
    """Ask a question, and return its slug."""
    with Session(world.database.engine.execution_options(write=True)) as session, session.begin():
        return str(make_scene(session).consultation.slug)


def test_a_comment_takes_a_minute(
    world: World, new_page: NewPage, at: At, record_property: Callable[[str, object], None]
) -> None:
    slug, taken = asked(world), Taken()
    at(moments.DURING)
    page = new_page(java_script_enabled=False, viewport=PHONE)
    page.goto(world.url(f"/consultations/{slug}/"))
    follow(taken.tap(page.locator(f'main a[href*="/{slug}/text/?clause="]').first))
    taken.pages += 1
    expect(page.locator("form#say")).to_be_visible()
    taken.tap(page.locator("form#say label:has(input[name=stance][value=reservations])")).click()
    taken.tap(page.locator("form#say textarea[name=body]")).fill(SAID)
    follow(taken.tap(page.locator("form#say button[type=submit]")))
    # Registering is beside the count.
    follow(page.locator('main a[href*="/register"]').first)
    register_by_mail(page, world, CITIZEN)
    taken.pages += 1
    named(page)
    follow(taken.tap(page.locator('main form[action*="/account/waiting/"] button[type=submit]').first))
    expect(page).to_have_url(re.compile(r"/contributions/V-\d{4}-\d{4,}"))
    expect(page.locator(".receipt")).to_be_visible()
    # The end of the run prints it (``tests/summary.py``).
    told = f"{taken.screens:.1f} screens scrolled, {taken.taps} taps, {taken.pages} pages"
    record_property("measured", f"One minute at 360 px, {world.lang}: {told}, beside registering.")
    assert taken.screens <= 3
    assert taken.taps <= 5
    assert taken.pages <= 2


def named(page: Page) -> None:
    """What is about to be published is named: the account, the words, the clause and where they stand."""
    main = page.locator("main")
    for words in (CITIZEN, SAID):
        expect(main).to_contain_text(words)
