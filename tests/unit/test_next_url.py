"""After signing in one goes on to a page of this site, whatever the address asks for."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consult.public.account.next_url import safe_next


@pytest.mark.parametrize(
    "target",
    ["/", "/ar/account/", "/en/plans/plan-5/?page=2", "/ar/consultations/?q=مشاريع", "/en/a//b", "/en/@name"],
)
def test_pages_of_this_site_are_kept(target: str) -> None:
    assert safe_next(target) == target


@pytest.mark.parametrize(
    "target",
    [
        None, "", "en/plans/", "//evil.example", "///evil.example", "/\\evil.example", "\\\\evil.example",
        "\\/evil.example", "/en/\\..\\evil", "https://evil.example", "https:evil.example", "HTTPS:/evil.example",
        "http:///evil.example", "javascript:alert(1)", "data:text/html,x", " /en/", "\t//evil.example",
        "/\t/evil.example", "/\n/evil.example", "/en/\r\nSet-Cookie: a=b", "/\x00/evil.example", "/en/\u202e",
        "/en/\u200b", "/en/\u2028", "/ /evil.example", "\u00a0/en/", "%09//evil.example", "@evil.example",
        "/" + "a" * 2000, "//[",
    ],
)  # fmt: skip
def test_anything_else_is_refused(target: str | None) -> None:
    assert safe_next(target) is None


PIECES = st.text(alphabet=st.sampled_from(list("/\\:@?#.%\t\n\r aeh[]؟")), max_size=12)
# What no browser reads as anything but a path of this site, whatever order it stands in.
PLAIN = st.text(alphabet=st.sampled_from(list(":@?#.%aeh؟-_")), max_size=12)


@given(st.one_of(PIECES, PIECES.map("/en".__add__), PIECES.map("/".__add__)))
def test_what_is_asked_for_is_kept_as_it_is_or_refused_and_never_leaves_the_site(target: str) -> None:
    kept = safe_next(target)
    assert kept in {None, target}
    arrived = urlsplit(urljoin("https://consult.example/en/login", kept or "/"))
    assert (arrived.scheme, arrived.netloc) == ("https", "consult.example")


@given(PLAIN.map("/en/".__add__))
def test_a_plain_path_is_always_kept(target: str) -> None:
    assert safe_next(target) == target
