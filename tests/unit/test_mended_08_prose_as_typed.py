"""Official prose stands as it was typed, but for the three things that officers are told of."""

from __future__ import annotations

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.shared.html import render, with_breaks
from consult.shared.text import clean

TYPED = [
    "2026. سنة\n2027. سنة",
    "1. أولًا\n2. ثانيًا\n3. ثالثًا",
    "7) سابعًا",
    "+ 5\n+ 6",
    "* نجمة\n* أخرى",
    "2*3*4 = 24, 2**3**4, **، ** x **",
    "- سطر وحيد",
    "  - منسدل\n  - آخر",
    "سطر\nسطر بعده  \n    مزاح بأربعة",
    "# y\n> x\n---\n===\n***\n```\nx\n```",
    "a_b_c __x__ ~~y~~ `z`",
    r"\*\# \\ C:\temp",
    "&amp; &lt;b&gt; <b>x</b> &#1605;",
    "[x] (y) [x](y) [x](javascript:alert(1)) ![x](https://example.org/x.png)",
    "https://example.org/،نص <https://example.org>",
    "أ\n\n\n\nب\n \nج",
    "\tنص بعد جدولة\tوآخر",
    "هاتف \u200e+962 6 555 0000\u200e",
]


def visible(html: str) -> str:
    """Return what a reader sees under ``pre-wrap``: breaks as line ends, blank lines between paragraphs."""
    return unescape(re.sub(r"<[^>]*>", "", html.replace("</p><p>", "\n\n").replace("<br>", "\n")))


@pytest.mark.parametrize("typed", TYPED)
def test_nothing_is_renumbered_eaten_or_joined(typed: str) -> None:
    assert visible(render(clean(typed))) == clean(typed).replace("![x](https://example.org/x.png)", "!x")


@given(st.text(st.sampled_from("- +*#>1.\n\tس<&`_\\~=|()!2"), max_size=60))
def test_nor_in_any_mixture_of_signs(typed: str) -> None:
    words = clean(typed)
    shown = visible(
        render(words).replace("</p><ul>", "\n").replace("</ul><p>", "\n").replace("</li><li>", "\n")
    )
    left = re.sub(r"(?m)^- |\*\*|\s", "", words)
    assert re.sub(r"(?m)^- |\*\*|\s", "", shown) == left


def test_plain_words_keep_their_line_ends_where_no_stylesheet_says_so() -> None:
    assert with_breaks('<b> & "\nسطر') == "&lt;b&gt; &amp; &#34;<br>سطر"
