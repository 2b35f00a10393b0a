"""Official prose becomes HTML in which nothing runs, whatever was typed."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.html import MAX_LENGTH, render

TAGS = {"p", "br", "strong", "em", "ul", "ol", "li", "a", "blockquote", "h3", "h4"}
SCHEMES = ("http:", "https:", "mailto:")
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


def read(markdown: str) -> Reader:
    reader = Reader()
    reader.feed(render(markdown))
    reader.close()
    return reader


def check(markdown: str) -> None:
    """Expect nothing but allowed tags, with no attribute but an address that is safe to follow."""
    reader = read(markdown)
    assert reader.others == []
    for tag, attributes in reader.tags:
        assert tag in TAGS
        assert set(attributes) <= ({"href", "rel"} if tag == "a" else set())
        if (address := attributes.get("href")) is not None:
            first = address.split("/", 1)[0]
            assert ":" not in first or address.lower().startswith(SCHEMES)
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
        ("نص **مهم** و*مائل*", "<p>نص <strong>مهم</strong> و<em>مائل</em></p>"),
        ("- أ\n- ب", "<ul>\n<li>أ</li>\n<li>ب</li>\n</ul>"),
        ("### عنوان", "<h3>عنوان</h3>"),
        ("> قول", "<blockquote>\n<p>قول</p>\n</blockquote>"),
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


@pytest.mark.parametrize("unit", ["[", "*a ", "> ", "`", "<", "![", "[x](", "- "])
def test_nothing_within_the_limit_takes_long(unit: str) -> None:
    typed = (unit * MAX_LENGTH)[:MAX_LENGTH]
    check(typed)
