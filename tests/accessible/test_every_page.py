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


BAD = """<!doctype html><html lang="ar" dir="rtl"><head><title>سيئة</title><style>
@media (min-width: 30rem) { .phone { display: none } .dark { color: #555 !important } }
@media (prefers-color-scheme: light) { .dark { color: #555 !important } }
</style></head><body><main><h1>سيئة</h1>
<p style="color: #bbb; background: #fff">استشارات عامة</p>
<p class="dark" style="color: #bbb; background: #fff">ردود الجهات</p>
<p class="phone"><button></button></p></main></body></html>"""


@pytest.mark.parametrize("number", [0, 1])
def test_what_is_wrong_is_seen(browser: Browser, number: int) -> None:
    """Pale Arabic, words that are pale on a phone in the dark alone, and a button without a name on a phone alone."""
    looker = Looker(browser)
    html = {"Content-Type": "text/html; charset=utf-8"}
    looker.look(Seen("none", "none", "/ar/bad", "nobody", "ar", 200, html, BAD), number)
    looker.close()
    found = [line.partition(": ")[2] for line in looker.findings["axe"]]
    assert [line for line in found if "color-contrast" in line and "استشارات" in line]
    assert [line for line in found if "320px" in line and "button-name" in line]
    # In the theme that this page does not have on a phone, the next page has it.
    pale = [line for line in found if "320px dark" in line and "color-contrast" in line and "ردود" in line]
    assert bool(pale) is (number == 0)


def test_what_is_asked_for_in_vain_or_elsewhere_is_seen(browser: Browser) -> None:
    """A picture of another host's, one that was never built, and what runs into a page's own policy."""
    looker = Looker(browser)
    html = {"Content-Type": "text/html; charset=utf-8"}
    pictures = '<img alt="" src="https://elsewhere.example/a.png"><img alt="" src="/static/dist/none.png">'
    bad = BAD.replace("<main>", f"<main>{pictures}")
    looker.show(Seen("none", "none", "/ar/bad", "nobody", "ar", 200, html, bad))
    policy = html | {"Content-Security-Policy": "style-src 'self'"}
    looker.show(Seen("none", "none", "/ar/bad", "nobody", "ar", 200, policy, BAD))
    looker.close()
    assert [line.partition(": ")[2] for line in looker.findings["elsewhere"]] == [
        "https://elsewhere.example/a.png"
    ]
    assert any("/static/dist/none.png, which is not there" in line for line in looker.findings["console"])
    assert any("Content Security Policy" in line for line in looker.findings["console"])
