"""Every page of the site in a browser: axe-core, three widths, both themes, zoom, targets, how Arabic is set.

``looking`` says what is rotated. Each language is a class of its own, so that two workers share the pages.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.accessible.gathering import Seen
from tests.accessible.looking import Findings, Looker, look_at

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="class")
def findings(request: pytest.FixtureRequest, browser: Browser, pages: list[Seen]) -> Findings:
    """Return what is wrong with the pages of a class's language, looked at once for all of its tests."""
    return look_at(browser, [seen for seen in pages if seen.lang == request.cls.lang])


class EveryPage:
    """What holds for every page of a language."""

    lang = ""

    def test_axe_finds_nothing(self, findings: Findings) -> None:
        """WCAG 2.2 AA and best practices, the contrast of Arabic among them."""
        assert findings.get("axe", []) == []

    def test_nothing_scrolls_sideways_from_320_pixels_on(self, findings: Findings) -> None:
        """1.4.10."""
        assert findings.get("sideways", []) == []

    def test_no_words_are_cut_off(self, findings: Findings) -> None:
        """No box ends before its words do."""
        assert findings.get("clipped", []) == []

    def test_the_browser_complains_of_nothing(self, findings: Findings) -> None:
        """No error, no broken policy, no file that is not there."""
        assert findings.get("console", []) == []

    def test_nothing_is_asked_of_another_host(self, findings: Findings) -> None:
        """Whoever reads is known to this site alone."""
        assert findings.get("elsewhere", []) == []

    def test_what_is_pressed_is_large_enough(self, findings: Findings) -> None:
        """2.5.8: 24 pixels, or as much room around it, but for links in a sentence."""
        assert findings.get("targets", []) == []

    def test_nothing_is_lost_at_double_size_or_with_wide_spacing(self, findings: Findings) -> None:
        """1.4.4 and 1.4.12."""
        assert findings.get("zoom", []) == []

    def test_a4_arabic_is_large_and_airy_and_its_letters_join(self, findings: Findings) -> None:
        """Size, lines of 1.4 at least, no letter-spacing, slant, capitals or stretched lines."""
        assert findings.get("setting", []) == []


class TestArabic(EveryPage):
    """The pages in Arabic."""

    lang = "ar"


class TestEnglish(EveryPage):
    """The pages in English, where voices are Arabic too."""

    lang = "en"


PALE = """<!doctype html><html lang="ar" dir="rtl"><head><title>شاحب</title></head><body><main><h1>شاحب</h1>
<p style="color: #bbb; background: #fff">استشارات عامة</p></main></body></html>"""


def test_the_contrast_of_arabic_is_looked_at(browser: Browser) -> None:
    looker = Looker(browser)
    html = {"Content-Type": "text/html; charset=utf-8"}
    looker.look(Seen("none", "none", "/ar/pale", "nobody", "ar", 200, html, PALE), 0)
    assert [line for line in looker.findings["axe"] if "color-contrast" in line and "استشارات" in line]
    looker.close()
