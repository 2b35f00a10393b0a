"""From the home page to a posted comment with Tab, Enter, Space and letters alone, in Arabic.

At every stop the focus is to be seen (2.4.7), not covered (2.4.11), further on in the page than before (2.4.3), and
never held fast (2.1.2).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from consult.accounts.models import User
from consult.accounts.services import Registration, confirm, hashed, register
from tests.e2e.conftest import NARROW, WIDE, NewPage
from tests.e2e.people import PASSWORD
from tests.factories import moments
from tests.factories.scenes import scene

if TYPE_CHECKING:
    from flask import Flask
    from playwright.sync_api import Page

    from tests.conftest import At
    from tests.databases import MigratedDatabase

EMAIL = "keyboard@example.org"
SAID = "نريد موعداً أطول قبل الإغلاق."
MOST_STOPS = 120
# Where the focus is, what is seen of it, and whether it came further; null when it is nowhere on the page.
STOP = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const shown = at.closest("label") || at;
  const ring = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2 &&
      style.outlineColor !== "rgba(0, 0, 0, 0)";
  };
  const box = shown.getBoundingClientRect();
  const points = [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]];
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(box.left + box.width * x, box.top + box.height * y);
    return there && (shown.contains(there) || there.contains(shown));
  });
  const before = window.last;
  window.last = at;
  return {
    name: `${at.tagName.toLowerCase()} ${at.name || ""} "${(at.textContent || "").trim().slice(0, 30)}"`,
    ring: ring(at) || (shown !== at && ring(shown)),
    seen,
    further: !before || !before.isConnected || before === at ? before !== at :
      Boolean(before.compareDocumentPosition(at) & Node.DOCUMENT_POSITION_FOLLOWING),
    tabindex: at.tabIndex,
  };
}"""


def citizen(session: Session) -> User:
    """Register somebody who can sign in."""
    registration = Registration(EMAIL, hashed(PASSWORD), "ar", of_age=True)
    made = register(session, now=moments.DRAFTED, registration=registration)
    user = session.get_one(User, made)
    confirm(session, now=moments.DRAFTED, user=user)
    return user


class Keyboard:
    """Somebody who has no mouse."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.stops: list[str] = []

    def tab_to(self, target: str) -> None:
        """Press Tab until the focus is at the first that fits; look at every stop on the way."""
        for _number in range(MOST_STOPS):
            self.tab()
            if self.page.evaluate("target => document.activeElement.matches(target)", target):
                return
        raise AssertionError(f"{target} is not reached on {self.page.url}: {self.stops[-MOST_STOPS:]}")

    def tab(self) -> None:
        """Press Tab, and see where the focus is."""
        self.page.keyboard.press("Tab")
        stop = self.page.evaluate(STOP)
        assert stop is not None, f"the focus left {self.page.url} after {self.stops[-1:]}"
        self.stops.append(stop["name"])
        where = f"{stop['name']} on {self.page.url}"
        assert stop["ring"], f"the focus is not to be seen: {where}"
        assert stop["seen"], f"the focus is covered: {where}"
        assert stop["further"], f"the focus went back, or is held: {where}"
        assert stop["tabindex"] == 0, f"a tabindex of its own: {where}"

    def press(self, key: str) -> None:
        """Press a key that leads to another page."""
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def write(self, words: str) -> None:
        """Type into the field that has the focus."""
        self.page.keyboard.type(words)


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["at a desk", "on a phone"])
def test_a_comment_is_posted_by_keyboard(
    app: Flask, database: MigratedDatabase, new_page: NewPage, at: At, viewport: dict[str, int]
) -> None:
    assert app.config["BABEL_DEFAULT_LOCALE"] == "ar_JO"
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        made = scene(session)
        slug = made.consultation.slug
        citizen(session)
    at(moments.DURING)
    page = new_page(viewport=viewport)
    hands = Keyboard(page)
    page.goto("/ar/")
    skip(hands)
    sign_in(hands)
    page.goto("/ar/")
    hands.tab_to(".question a")
    hands.press("Enter")
    hands.tab_to(f'main a[href*="/{slug}/text/"]')
    hands.press("Enter")
    hands.tab_to(".margin a.more")
    hands.press("Enter")
    speak(hands)
    expect(page).to_have_url(re.compile(r"/ar/contributions/V-\d{4}-\d+"))
    expect(page.locator("main")).to_contain_text(SAID)
    to_the_end(hands)


def skip(hands: Keyboard) -> None:
    """Take the link over the head of the page: it is the first, is seen, and leads to the content."""
    hands.tab()
    expect(hands.page.locator(".skip")).to_be_focused()
    expect(hands.page.locator(".skip")).to_be_in_viewport()
    hands.page.keyboard.press("Enter")
    hands.page.evaluate("window.last = null")
    hands.tab()
    assert hands.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def sign_in(hands: Keyboard) -> None:
    """Sign in from the head of the page."""
    hands.page.goto("/ar/")
    hands.tab_to('.tools a[href*="/login"]')
    hands.press("Enter")
    hands.tab_to("input[name=email]")
    hands.write(EMAIL)
    hands.tab_to("input[name=password]")
    hands.write(PASSWORD)
    hands.tab_to("main button[type=submit]")
    hands.press("Enter")
    expect(hands.page).not_to_have_url(re.compile("/login"))


def speak(hands: Keyboard) -> None:
    """Choose a stance with Space and send what is written."""
    hands.page.evaluate("window.last = null")
    hands.tab_to("form#say input[name=stance]")
    hands.page.keyboard.press("Space")
    expect(hands.page.locator("form#say input[name=stance]:focus")).to_be_checked()
    hands.tab_to("form#say textarea[name=body]")
    hands.write(SAID)
    hands.tab_to("form#say button[type=submit]")
    hands.press("Enter")


def to_the_end(hands: Keyboard) -> None:
    """Go on to the last stop of the page and out of it: nothing holds the focus."""
    controls = hands.page.locator(
        "a[href]:visible, button:visible, summary:visible, textarea:visible"
    ).count()
    for _number in range(controls + 5):
        hands.page.keyboard.press("Tab")
        if hands.page.evaluate(STOP) is None:
            return
    raise AssertionError(f"the focus does not leave {hands.page.url}")
