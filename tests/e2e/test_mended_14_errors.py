"""Where something is to be corrected, the title says so and the summary has the focus; references stay whole."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from tests.e2e.conftest import NARROW, NewPage
from tests.e2e.people import follow
from tests.factories import moments
from tests.factories.scenes import scene
from tests.factories.voices import comment, reply

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.conftest import At
    from tests.databases import MigratedDatabase

# The references on a page that stand on more than one line.
BROKEN = r"""() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    for (const match of texts.currentNode.data.matchAll(/V-\d{4}-\d{4}/g)) {
      const range = document.createRange();
      range.setStart(texts.currentNode, match.index);
      range.setEnd(texts.currentNode, match.index + match[0].length);
      const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top)));
      if (lines.size > 1) found.push(texts.currentNode.data);
    }
  }
  return found;
}"""


@pytest.fixture
def asked(database: MigratedDatabase, at: At) -> dict[str, str]:
    """Return addresses of an open consultation, of a voice in it and of a reply to that."""
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        made = scene(session)
        said = comment(session, made)
        below = reply(session, said)
        found = {
            "text": f"consultations/{made.consultation.slug}/text/?clause={made.clauses[0]}",
            "reply": f"contributions/{below.reference}",
        }
    at(moments.DURING)
    return found


def send(page: Page, path: str) -> None:
    """Open a page and send the form in its main part as it stands."""
    page.goto(path)
    forms = page.locator("main form:has(textarea), main form:has(input[type=password])")
    follow(forms.locator("button[type=submit]").last)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
@pytest.mark.parametrize(("lang", "word"), [("ar", "خطأ:"), ("en", "Error:")])
def test_the_summary_has_the_focus_and_the_title_says_that_there_is_an_error(
    new_page: NewPage, asked: dict[str, str], lang: str, word: str, *, scripts: bool
) -> None:
    assert asked
    page = new_page(java_script_enabled=scripts)
    send(page, f"/{lang}/login")
    expect(page).to_have_title(re.compile(f"^{word} "))
    expect(page.locator(".note-error")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(".note-error a").first).to_be_focused()


@pytest.mark.parametrize("scripts", [True, False])
def test_the_summary_of_a_comment_has_the_focus(
    new_page: NewPage,
    asked: dict[str, str],
    scripts: bool,  # noqa: FBT001 - a case
) -> None:
    page = new_page(java_script_enabled=scripts)
    send(page, f"/en/{asked['text']}")
    # No fragment: with one, browsers leave ``autofocus`` aside.
    expect(page).to_have_url(re.compile("/contribute$"))
    expect(page.locator(".note-error")).to_be_focused()
    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.locator(".note-error")).to_be_in_viewport()


def test_a_page_without_errors_says_none(new_page: NewPage, asked: dict[str, str]) -> None:
    page = new_page()
    page.goto(f"/en/{asked['text']}")
    expect(page).not_to_have_title(re.compile("^Error"))
    assert page.evaluate("document.activeElement.tagName") == "BODY"


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_no_reference_breaks_at_a_hyphen(new_page: NewPage, asked: dict[str, str], lang: str) -> None:
    page = new_page(viewport=NARROW)
    for path in (asked["reply"], asked["text"], "contributions/"):
        page.goto(f"/{lang}/{path}")
        page.evaluate("document.body.style.fontSize = '1.5em'")
        for width in range(250, 420, 10):
            page.set_viewport_size({"width": width, "height": 740})
            assert page.evaluate(BROKEN) == [], (path, width)
