"""On a phone, "Comment on clause n" leads to its form; the voices fold below it, and the next clause stays near."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.e2e.conftest import NARROW, WIDE, NewPage
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.scenes import scene as make_scene
from tests.factories.voices import comment, reply

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import At
    from tests.databases import MigratedDatabase

VOICES = 12
TOP = "element => element.getBoundingClientRect().top"


@pytest.fixture
def crowded(database: MigratedDatabase, at: At) -> Scene:
    """Return an open consultation in which many have spoken about the first clause."""
    engine = database.engine.execution_options(write=True)
    with Session(engine, expire_on_commit=False) as session, session.begin():
        made = make_scene(session)
        for number in range(VOICES):
            said = comment(session, made, body=f"كلام طويل في البند الأول. {number} " * 12)
            reply(session, said)
        assert made.consultation.slug
    at(moments.DURING)
    return made


def lead(page: Page, asked: Scene, lang: str, clause: int) -> None:
    """Press the link that invites to comment on a clause."""
    page.goto(f"/{lang}/consultations/{asked.consultation.slug}/text/")
    page.locator(f"#clause-{asked.clauses[clause]} .margin a.more").click()
    page.wait_for_url("**#say")


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_the_form_is_on_the_first_screen(new_page: NewPage, crowded: Scene, lang: str) -> None:
    page = new_page(viewport=NARROW, has_touch=True, is_mobile=True, java_script_enabled=True)
    lead(page, crowded, lang, 0)
    form, clause = page.locator("#say"), page.locator(f"#clause-{crowded.clauses[0]}")
    expect(form.locator("textarea")).to_be_in_viewport()
    top = form.evaluate(TOP)
    below = top - clause.evaluate(TOP)
    after = page.locator(f"#clause-{crowded.clauses[1]}").evaluate(TOP) - form.evaluate(TOP)
    told = f"{lang}: the form {top:.0f} px from the top, {below:.0f} px below its clause, next clause {after:.0f} px on"
    print(told)  # noqa: T201 - the figure that says what a reader scrolls
    assert -1 <= top < NARROW["height"] / 2
    assert below < NARROW["height"]
    # The form itself has some 600 px on a phone; unfolded, the voices would have ten times as many.
    assert after < 2 * NARROW["height"]
    expect(page.locator("#voices")).not_to_be_visible()
    page.locator(".clause-open .fold > summary").click()
    expect(page.locator("#voices .voice").first).to_be_visible()


def test_a_link_to_the_voices_opens_them(new_page: NewPage, crowded: Scene) -> None:
    page = new_page(viewport=NARROW, java_script_enabled=False)
    page.goto(f"/ar/consultations/{crowded.consultation.slug}/text/")
    page.locator(f"#clause-{crowded.clauses[0]} .margin strong a").click()
    page.wait_for_url("**#voices")
    expect(page.locator("#voices .voice").first).to_be_visible()
    expect(page.locator("#voices")).to_be_in_viewport()


def test_at_a_desk_the_voices_stand_open_below_the_form(new_page: NewPage, crowded: Scene) -> None:
    page = new_page(viewport=WIDE)
    lead(page, crowded, "ar", 0)
    expect(page.locator("#voices .voice").first).to_be_visible()
    expect(page.locator(".clause-open .fold-head")).to_be_visible()
    expect(page.locator(".clause-open .fold > summary")).not_to_be_visible()
    assert page.locator("#say").evaluate(TOP) < page.locator("#voices").evaluate(TOP)
