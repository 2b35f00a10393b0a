"""On paper: black on white, no navigation, no forms; the thread and the changed words stay, links are spelt out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessible.looking import Looker

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from tests.accessible.gathering import Seen

PRINTED = (
    "public.home",
    "public.text",
    "public.contribution",
    "public.outcome",
    "public.compare",
    "public.plan",
)
# The page as the printer has it.
ASK = """() => {
  const shown = element => element.checkVisibility({ visibilityProperty: true });
  const every = selector => [...document.querySelectorAll(selector)];
  const speaking = every("body *").filter(each => shown(each) && !each.closest("svg") &&
    [...each.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim()));
  const light = colour => colour.match(/[\\d.]+/g).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) / 3;
  const ground = each => getComputedStyle(each).backgroundColor;
  const clear = colour => /, 0\\)$/.test(colour) || colour === "transparent";
  return {
    away: every("nav, form, .no-print, .skip, .tools, button, .act").filter(shown)
      .map(each => each.outerHTML.slice(0, 80)),
    pale: speaking.filter(each => light(getComputedStyle(each).color) > 110)
      .map(each => `${getComputedStyle(each).color} ${each.outerHTML.slice(0, 80)}`),
    grounds: every("body, body *").filter(each => shown(each) && !each.closest("svg"))
      .filter(each => !clear(ground(each)) && light(ground(each)) < 250 && each.textContent.trim())
      .map(each => `${ground(each)} ${each.outerHTML.slice(0, 80)}`),
    lines: every(".thread > li").filter(shown).filter(each =>
      ["none", "normal"].includes(getComputedStyle(each, "::after").content)).length,
    threads: every(".thread > li").filter(shown).length,
    changed: every("ins, del").filter(shown).filter(each => getComputedStyle(each).textDecorationLine === "none")
      .map(each => each.outerHTML.slice(0, 80)),
    outside: every('main a[href^="http"]').filter(shown).filter(each =>
      !getComputedStyle(each, "::after").content.includes(each.getAttribute("href")))
      .map(each => each.outerHTML.slice(0, 80)),
  };
}"""


@pytest.mark.parametrize("lang", ["ar", "en"])
def test_paper_has_what_is_to_be_read_and_nothing_to_press(
    browser: Browser, pages: list[Seen], lang: str
) -> None:
    looker = Looker(browser)
    printed = [seen for seen in pages if seen.lang == lang and seen.endpoint in PRINTED]
    assert {seen.endpoint for seen in printed} == set(PRINTED)
    threads = changed = 0
    for number, seen in enumerate(printed):
        looker.show(seen, theme=("light", "dark")[number % 2])
        looker.tab.emulate_media(media="print")
        paper = looker.tab.evaluate(ASK)
        threads += paper.pop("threads")
        changed += looker.tab.locator("ins, del").count()
        assert paper == {
            "away": [], "pale": [], "grounds": [], "lines": 0, "changed": [], "outside": []
        }, str(seen)  # fmt: skip
        looker.tab.emulate_media(media="screen")
    assert (threads > 0, changed > 0) == (True, True)
    looker.close()
