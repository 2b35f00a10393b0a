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


@given(st.text(alphabet=st.sampled_from(list("/\\:@?#.%\t\n\r aeh[]؟")), max_size=12))
def test_what_is_kept_never_leaves_the_site(target: str) -> None:
    kept = safe_next(target)
    if kept is not None:
        arrived = urlsplit(urljoin("https://consult.example/en/login", kept))
        assert (arrived.scheme, arrived.netloc) == ("https", "consult.example")
