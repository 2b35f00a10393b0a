"""A browser that is shown pages already rendered, and what is looked at on each of them.

Every page is looked at in both languages, at three widths and in both themes. What is rotated: axe's whole list of
rules runs at 1280 pixels in one theme, which alternates from page to page. At 320, in the other theme, it asks what
width and colours can change; and everything again where 320 shows something that 1280 hides. So each page is seen in
both themes and at both ends, and what all pages share in every pair of them. Between 320 and 360 no style changes
(``test_a3_directions`` sees to that), so at 360 only what a few pixels more can move is measured: what is cut off,
crowded or wide.
"""

from __future__ import annotations

import json
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tests.accessible.serving import PageServer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, ConsoleMessage, Page, Request

    from tests.accessible.gathering import Seen

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = (1280, 360, 320)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules of those levels that measure boxes or colours; all others read the elements that are shown.
MEASURING = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
# How high a window is that is so wide: a desk's, a phone's, and half a desk's, which is one at 200 %.
HEIGHTS = {1280: 900, 640: 450, 360: 740, 320: 740}
# axe passes over the contrast of what it takes for an icon's ligature, that is of nearly every word whose letters join,
# because it is narrower than its letters are one by one. Here every letter is as wide as the next.
NO_LIGATURES = "CanvasRenderingContext2D.prototype.measureText = text => ({ width: 10 * [...text].length });"
RUN_AXE = """async ([kind, values]) => (await axe.run(document, {
  runOnly: { type: kind, values }, resultTypes: ["violations"]
})).violations.flatMap(rule => rule.nodes.map(
  node => `${rule.impact} ${rule.id}: ${node.target.join(" ")} ${node.html.slice(0, 160)}`))"""
Findings = dict[str, list[str]]


def axe_source() -> str:
    """Return axe-core; its absence is a failure, not a reason to look at less."""
    path = ROOT / "node_modules" / "axe-core" / "axe.min.js"
    assert path.exists(), "axe-core is not installed: run `make setup` with a network"
    return path.read_text(encoding="utf-8")


class Looker:
    """One tab; ``findings`` holds what was wrong, by kind."""

    def __init__(self, browser: Browser, **options: object) -> None:
        context = browser.new_context(reduced_motion="reduce", **options)  # type: ignore[arg-type]  # Playwright's
        context.add_init_script(axe_source())
        context.add_init_script(NO_LIGATURES)
        context.add_init_script(path=Path(__file__).parent / "measures.js")
        self.tab: Page = context.new_page()
        self._window = context.new_cdp_session(self.tab)
        self.findings: Findings = defaultdict(list)
        self._shown: Seen | None = None
        self._server = PageServer()
        self.tab.on("request", self._follow)
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self._note("console", str(error)))

    def close(self) -> None:
        """Close the tab with all it kept."""
        self.tab.context.close()
        self._server.close()
        self._note_missing()

    def show(self, seen: Seen, width: int = WIDTHS[0], theme: Theme = "light") -> None:
        """Load a page."""
        self._note_missing()
        self._shown = self._server.shown = seen
        self.resize(width, theme)
        self.tab.goto(self._server.address + seen.path, wait_until="load")

    def resize(self, width: int, theme: Theme | None = None) -> None:
        """Look at the page that is loaded in another way."""
        # Playwright's own way resizes the browser's window too, all around the page.
        self._window.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": width, "height": HEIGHTS[width], "deviceScaleFactor": 1, "mobile": False},
        )
        if theme is not None:
            self.tab.emulate_media(color_scheme=theme)

    def look(self, seen: Seen, number: int) -> None:
        """Look at a page in every way; its number decides which theme begins."""
        first, other = THEMES[number % 2], THEMES[(number + 1) % 2]
        wide, middle, narrow = WIDTHS
        self.show(seen, wide, first)
        self.tab.evaluate("measures.more()")
        self._axe("tag", LEVELS, wide, first)
        self._measure(wide)
        self._stretch()
        self.resize(middle, other)
        self._measure(middle)
        self.resize(narrow)
        if self.tab.evaluate("measures.more()"):
            self._axe("tag", LEVELS, narrow, other)
        else:
            self._axe("rule", MEASURING, narrow, other)
        self._measure(narrow)

    def _axe(self, kind: str, values: list[str], width: int, theme: Theme) -> None:
        for line in self.tab.evaluate(RUN_AXE, [kind, values]):
            self._note("axe", f"{width}px {theme}: {line}")

    def _measure(self, width: int) -> None:
        """Ask what a reader of this width would stumble over."""
        for kind, lines in self.tab.evaluate("measures.at_a_width()").items():
            for line in lines:
                self._note(kind, f"{width}px: {line}")

    def _stretch(self) -> None:
        """Double the letters, give lines, words and paragraphs more room, and zoom to 200 %; nothing may be lost."""
        for name in ("double letters", "wide spacing"):
            for line in self.tab.evaluate("name => measures.stretched(name)", name):
                self._note("zoom", f"{name}: {line}")
        self.resize(WIDTHS[0] // 2)
        for line in self.tab.evaluate("measures.lost()"):
            self._note("zoom", f"at 200 %: {line}")

    def _note(self, kind: str, line: str) -> None:
        self.findings[kind].append(f"{self._shown}: {line}")

    def _hear(self, said: ConsoleMessage) -> None:
        # A page that is missing is said to be, which is no fault of the page.
        if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
            self._note("console", said.text)

    def _note_missing(self) -> None:
        """Note what the page that is shown asked for and did not get."""
        for path in self._server.missing:
            self._note("console", f"asks for {path}, which is not there")
        self._server.missing.clear()

    def _follow(self, request: Request) -> None:
        """Note what is asked of another host; the browser finds none (``BROWSER_ARGUMENTS``)."""
        if not request.url.startswith((f"{self._server.address}/", "data:")):
            self._note("elsewhere", request.url)


def look_at(browser: Browser, pages: Iterable[Seen]) -> Findings:
    """Look at every page, and return what was wrong by its kind."""
    looker = Looker(browser)
    for number, seen in enumerate(pages):
        looker.look(seen, number)
    looker.close()
    return json.loads(json.dumps(looker.findings))  # type: ignore[no-any-return]  # a plain dict, whatever was noted
