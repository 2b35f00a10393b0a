"""A name or a title without a break, as long as it may be, never makes a page scroll sideways."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.client import ReviewingClient
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.conftest import At

DIST = Path(__file__).parents[2] / "consult" / "static" / "dist"
LENGTHEN = """() => {
  for (const head of document.querySelectorAll(".clause-head")) head.lastChild.textContent = "س".repeat(200);
  for (const name of document.querySelectorAll(".voice-by b")) name.textContent = "x".repeat(200);
}"""


@pytest.mark.parametrize("width", [320, 1280])
def test_a_word_without_a_break_stays_in_its_column(
    client: ReviewingClient, asked: Scene, committed: Committed, at: At, browser: Browser, width: int
) -> None:
    at(moments.DURING)
    address = f"/ar/consultations/{asked.consultation.slug}/text/"
    opened = {"clause": asked.clauses[0]}
    assert "voice-by" not in client.get(address, query_string=opened).text
    with committed() as session:
        comment(session, asked)
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_content(client.get(address, query_string=opened).text, wait_until="domcontentloaded")
    page.add_style_tag(content=next(DIST.glob("site.*.css")).read_text(encoding="utf-8"))
    assert page.locator(".clause-head").count()
    assert page.locator(".voice-by b").count()
    page.evaluate(LENGTHEN)
    assert page.evaluate("document.documentElement.scrollWidth") == width
    page.close()
