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
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from playwright.sync_api import Browser, ConsoleMessage, Page, Route

    from tests.accessible.gathering import Seen

ROOT = Path(__file__).resolve().parents[2]
STATIC = ROOT / "consult" / "static"
HOST = "http://127.0.0.1"
WIDTHS = (1280, 360, 320)
Theme = Literal["light", "dark"]
THEMES: tuple[Theme, Theme] = ("light", "dark")
LEVELS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# The rules of those levels that measure boxes or colours; all others read the elements that are shown.
MEASURING = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
_KINDS = {".css": "text/css", ".svg": "image/svg+xml", ".woff2": "font/woff2", ".js": "text/javascript"}
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
        self.findings: Findings = defaultdict(list)
        self._shown: Seen | None = None
        self.tab.route("**/*", self._answer)
        self.tab.on("console", self._hear)
        self.tab.on("pageerror", lambda error: self._note("console", str(error)))

    def close(self) -> None:
        """Close the tab with all it kept."""
        self.tab.context.close()

    def show(self, seen: Seen, width: int = WIDTHS[0], theme: Theme = "light") -> None:
        """Load a page."""
        self._shown = seen
        self.resize(width, theme)
        self.tab.goto(HOST + seen.path, wait_until="load")

    def resize(self, width: int, theme: Theme) -> None:
        """Look at the page that is loaded in another way."""
        self.tab.set_viewport_size({"width": width, "height": 900 if width > 800 else 740})
        self.tab.emulate_media(color_scheme=theme)

    def look(self, seen: Seen, number: int) -> None:
        """Look at a page in every way; its number decides which theme begins."""
        first, other = THEMES[number % 2], THEMES[(number + 1) % 2]
        wide, middle, narrow = WIDTHS
        self.show(seen, wide, first)
        self.tab.evaluate("measures.more()")
        self._axe("tag", LEVELS, wide, first)
        self._measure(wide)
        self.resize(middle, other)
        self._measure(middle)
        self.resize(narrow, other)
        if self.tab.evaluate("measures.more()"):
            self._axe("tag", LEVELS, narrow, other)
        else:
            self._axe("rule", MEASURING, narrow, other)
        self._measure(narrow)
        self._stretch()

    def _axe(self, kind: str, values: list[str], width: int, theme: Theme) -> None:
        for line in self.tab.evaluate(RUN_AXE, [kind, values]):
            self._note("axe", f"{width}px {theme}: {line}")

    def _measure(self, width: int) -> None:
        """Ask what a reader of this width would stumble over."""
        for kind, lines in self.tab.evaluate("measures.at_a_width()").items():
            for line in lines:
                self._note(kind, f"{width}px: {line}")

    def _stretch(self) -> None:
        """Zoom to 200 %, double the letters, and give lines, words and paragraphs more room; nothing may be lost."""
        self.tab.set_viewport_size({"width": 640, "height": 450})
        for line in self.tab.evaluate("measures.lost()"):
            self._note("zoom", f"at 200 %: {line}")
        self.tab.set_viewport_size({"width": 1280, "height": 900})
        for name in ("double letters", "wide spacing"):
            for line in self.tab.evaluate("name => measures.stretched(name)", name):
                self._note("zoom", f"{name}: {line}")

    def _note(self, kind: str, line: str) -> None:
        self.findings[kind].append(f"{self._shown}: {line}")

    def _hear(self, said: ConsoleMessage) -> None:
        # A page that is missing is said to be, which is no fault of the page.
        if said.type in {"error", "warning"} and not said.text.startswith("Failed to load resource"):
            self._note("console", said.text)

    def _answer(self, route: Route) -> None:
        """Answer from what was rendered and what was built; anything else is asked of nobody."""
        parts = urlsplit(route.request.url)
        static = STATIC / parts.path.removeprefix("/static/")
        if f"{parts.scheme}://{parts.netloc}" != HOST:
            self._note("elsewhere", route.request.url)
            route.abort()
        elif route.request.is_navigation_request() and self._shown is not None:
            route.fulfill(status=self._shown.status, headers=self._shown.headers, body=self._shown.body)
        elif parts.path.startswith("/static/") and static.is_file():
            kind = {"Content-Type": _KINDS[static.suffix], "Cache-Control": "max-age=3600"}
            route.fulfill(path=static, headers=kind)
        else:
            self._note("console", f"asks for {parts.path}, which is not there")
            route.abort()


def look_at(browser: Browser, pages: Iterable[Seen]) -> Findings:
    """Look at every page, and return what was wrong by its kind."""
    looker = Looker(browser)
    for number, seen in enumerate(pages):
        looker.look(seen, number)
    looker.close()
    return json.loads(json.dumps(looker.findings))  # type: ignore[no-any-return]  # a plain dict, whatever was noted
