"""Official prose becomes HTML in which nothing runs, whatever was typed."""

from __future__ import annotations

import re
import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.html import MAX_LENGTH, render
from consult.web.rendering import prose as shown_prose

TAGS = {"p", "br", "strong", "ul", "li", "a"}
# Far above what it takes, far below what a quadratic step would take.
SECONDS = 5
HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "<svg><script>alert(1)</script></svg>",
    "<math><mtext></p><img src=x onerror=alert(1)>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<style>@import 'https://example.org/x.css'</style>",
    '<p style="background:url(javascript:alert(1))" onclick=alert(1)>x</p>',
    "<a href=javascript:alert(1)>x</a>",
    "<form action=//example.org><input name=password></form>",
    "<base href=//example.org>",
    "<meta http-equiv=refresh content=0;url=//example.org>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<script>alert(1)</script>]]>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<scr<script>ipt>alert(1)</scr</script>ipt>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](  javascript:alert(1))",
    "[x](java\tscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](\x01javascript:alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==)",
    "[x](vbscript:msgbox(1))",
    "[x](file:///etc/passwd)",
    '[x](https://example.org "onmouseover=alert(1)")',
    '[x](https://example.org"onmouseover=alert(1))',
    "![x](https://example.org/track.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    "`<script>alert(1)</script>`",
    "```html\n<script>alert(1)</script>\n```",
    "# <img src=x onerror=alert(1)>",
    "<p id=top class=button data-x=1 lang=ar dir=rtl>x</p>",
    "<a href=https://example.org target=_blank rel=opener>x</a>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "{{ 7*7 }} {% raw %}",
    "\u202egnp.exe",
    "[x](//example.org)",
    "[x](/\\\\example.org)",
    "[x](/\\example.org)",
    "[x](\\\\\\\\example.org)",
    "[x](/\t/example.org)",
    "[x](</ /example.org>)",
    "[x](/&#x5c;example.org)",
    "[x](&#47;&#47;example.org)",
    "[x](/%09/example.org)",
    "[x](https:example.org)",
    "[x](https:/example.org)",
    "[x](http:///example.org)",
    "[x](javascript&#58;alert(1))",
    "[x](javascript&#x3a;alert(1))",
    "[x](&#x6A&#x61&#x76&#x61script:alert(1))",
    "[x](j\u200bavascript:alert(1))",
    "[x](\u202ejavascript:alert(1))",
    "[x](\uff4aavascript:alert(1))",
    "[x](data&#58;text/html,x)",
    "[x](blob:https://example.org/1)",
    "[x](view-source:https://example.org)",
    "[x](about:blank)",
    "[x](tel:+1)",
    "[x](relative/page)",
    "[x](../up)",
    "[x](?query)",
    "[x](#anchor)",
    "[x]('\"><img src=x onerror=alert(1)>)",
    "[x](https://example.org/'\"><script>)",
    '["><img src=x onerror=alert(1)>](https://example.org)',
    "[x](https://example.org '\"><img src=x onerror=alert(1)>')",
    "[a [b](javascript:alert(1)) c](https://example.org)",
    "[![x](javascript:alert(1))](javascript:alert(2))",
    '<https://example.org/"onmouseover="alert(1)>',
    "<mailto:a@example.org?subject=x&body=%0d%0aBcc:b@example.org>",
    "<svg><animate onbegin=alert(1) attributeName=x dur=1s>",
    "<svg><use href=data:image/svg+xml;base64,PHN2Zy8+#x>",
    "<details open ontoggle=alert(1)>",
    "<template><script>alert(1)</script></template>",
    "<select><style></select><img src=x onerror=alert(1)></style>",
    "<form><math><mtext></form><form><mglyph><style></math><img src=x onerror=alert(1)>",
    "<table><td><a href=javascript:alert(1)>x",
    "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<plaintext>",
    "<p\x00onclick=alert(1)>",
    "\x00<script\x00>alert(1)</script>",
    "&lt;img src=x onerror=alert(1)&gt;",
    "&amp;lt;script&amp;gt;",
    "\ufeff<script>alert(1)</script>",
    "\U0001f9d1\u200d\U0001f4bb<b onclick=alert(1)>",
    "\r\nSet-Cookie: a=b",
]  # fmt: skip


class Reader(HTMLParser):
    """Collects the tags, addresses and words of a piece of HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep a tag with its attributes."""
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep words."""
        self.words += data

    def handle_comment(self, data: str) -> None:
        """Keep what should not be there."""
        self.others.append(data)

    def handle_decl(self, decl: str) -> None:
        """Keep what should not be there."""
        self.others.append(decl)

    def handle_pi(self, data: str) -> None:
        """Keep what should not be there."""
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        """Keep what should not be there."""
        self.others.append(data)


def read(prose: str) -> Reader:
    reader = Reader()
    reader.feed(render(prose))
    reader.close()
    return reader


def leads_where_it_says(address: str) -> bool:
    """Whether a browser on a page of ours goes where the address plainly says: another site, a mailbox, or a page.

    What browsers do with an address is written out: backslashes are slashes, tabs and line ends are dropped.
    """
    read_as = re.sub(r"[\t\r\n]", "", address.strip("".join(map(chr, range(33))))).replace("\\", "/").lower()
    if read_as.startswith(("https://", "http://", "mailto:")):
        return not read_as.startswith(("https:///", "http:///"))
    return read_as.startswith("/") and not read_as.startswith("//")


def check(prose: str) -> None:
    """Expect nothing but allowed tags, with no attribute but an address that is safe to follow."""
    reader = read(prose)
    assert reader.others == []
    for tag, attributes in reader.tags:
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if (address := attributes.get("href")) is not None:
            assert leads_where_it_says(address), address
            assert attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize("typed", HOSTILE)
@pytest.mark.parametrize(
    "around", ["{}", "نص {} نص", "- {}", "> {}", "**{}**", "[{}](https://example.org)", "<p>{}"]
)
def test_nothing_hostile_comes_through(typed: str, around: str) -> None:
    check(around.replace("{}", typed))


@given(
    st.lists(st.sampled_from([*HOSTILE, "\n", "\n\n", "<", ">", '"', "'", "&", "](", "**", "`", "نص"])).map(
        "".join
    )
)
def test_nor_in_any_mixture(typed: str) -> None:
    check(typed)


@given(st.text(max_size=200))
def test_nor_in_any_text(typed: str) -> None:
    check(typed)


@pytest.mark.parametrize(
    ("typed", "html"),
    [
        ("نص **مهم** و**أهم**", "<p>نص <strong>مهم</strong> و<strong>أهم</strong></p>"),
        ("- أ\n- ب", "<ul><li>أ</li><li>ب</li></ul>"),
        ("قبل:\n- أ\n- ب\nبعد", "<p>قبل:</p><ul><li>أ</li><li>ب</li></ul><p>بعد</p>"),
        (
            "**[x](/ar/x)**",
            '<p><strong><a href="/ar/x" rel="noopener noreferrer nofollow">x</a></strong></p>',
        ),
        ("a < b & c", "<p>a &lt; b &amp; c</p>"),
        (
            "[x](https://example.org/?a=1&b=2)",
            '<p><a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer nofollow">x</a></p>',
        ),
    ],
)
def test_what_is_meant_comes_through(typed: str, html: str) -> None:
    assert render(typed).strip() == html


def test_raw_html_is_shown_as_the_text_it_is() -> None:
    assert read("<b>x</b> & <script>").words.strip() == "<b>x</b> & <script>"


def test_what_is_too_long_is_refused_before_it_costs_anything() -> None:
    assert render("x" * MAX_LENGTH)
    with pytest.raises(ValueError, match="longer"):
        render("x" * (MAX_LENGTH + 1))


@pytest.mark.parametrize(
    "unit",
    [
        "[", "*a ", "> ", "`", "<", "![", "[x](", "- ", "](", "_a_*", "<a", "<!--", "&", "&#", "\\", "((", "[a](b ",
        "**_", "1. ", "\n>", "<a href=", "[x]: /a\n", "\U0001f9d1\u200d", "\u0651",
    ],
)  # fmt: skip
def test_nothing_within_the_limit_takes_long(unit: str) -> None:
    typed = (unit * MAX_LENGTH)[:MAX_LENGTH]
    begun = time.process_time()
    check(typed)
    assert time.process_time() - begun < SECONDS


@pytest.mark.parametrize("unit", ["[", "*a ", "<", "a", "\U0001f9d1\u200d"])
def test_a_hundred_kilobytes_are_shown_as_they_are_typed_at_once(unit: str) -> None:
    typed = unit * (100_000 // len(unit.encode()))
    begun = time.process_time()
    shown = str(shown_prose(typed))
    assert time.process_time() - begun < SECONDS
    assert "<script" not in shown
    assert shown.startswith("<p>")


@pytest.mark.parametrize(
    "address", ["https://example.org/a", "http://example.org", "mailto:a@example.org", "/ar/x"]
)
def test_addresses_that_say_where_they_lead_stay(address: str) -> None:
    assert f'href="{address}"' in render(f"[x]({address})")


@pytest.mark.parametrize(
    "address",
    ["//example.org", "/\\\\example.org", "relative", "?a=b", "https:example.org", "http:///example.org"],
)
def test_addresses_that_lead_elsewhere_are_dropped_and_their_words_stay(address: str) -> None:
    assert "href" not in render(f"[words]({address})")
    assert "words" in render(f"[words]({address})")
