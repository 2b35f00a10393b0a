"""An address that somebody names leads readers to a page, and holds nothing that begins a line."""

from __future__ import annotations

import pytest

from consult.shared.html import render
from consult.shared.web_addresses import hides_controls, is_address, with_scheme


@pytest.mark.parametrize(
    "typed",
    [
        "https://example.org", "http://example.org:80/a?b=c#d", "https://sub.gov.jo/%D8%AE%D8%B7%D8%A9",
        "https://وزارة.الأردن/خطة", "https://example.org/a%20b",
    ],
)  # fmt: skip
def test_address_of_a_page_is_taken(typed: str) -> None:
    assert is_address(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "", "example.org", "ftp://example.org", "mailto:a@example.org", "https://localhost", "https://a@example.org",
        "https://example.org:8080/", "https://example.org:99999/", "https://exa mple.org/", "https://example.org/a b",
        "https://example.org/\u202ea", "https://example.org/a\nb", "https://example.org/a%0ab",
        "https://example.org/a%0D%0Ab", "https://example.org/%00", "https://example.org/%7f",
        "https://example.org/%C2%85", "https://-.org/", "https://[::1", "http://10.0.0.1/", "http://127.1/",
        "http://0x7f.0x1/", "https://admin.internal/", "https://printer.local/", "https://a.home.arpa/",
    ],
)  # fmt: skip
def test_address_that_leads_elsewhere_or_holds_controls_is_none(typed: str) -> None:
    assert not is_address(typed)


@pytest.mark.parametrize(
    ("typed", "controls"),
    [
        ("a%0ab@example.org", True), ("a%0Db@example.org", True), ("a%41b@example.org", False),
        ("100%@example.org", False),
    ],
)  # fmt: skip
def test_address_of_a_mailbox_may_hide_controls(typed: str, controls: bool) -> None:  # noqa: FBT001 - a column
    assert hides_controls(typed) is controls
    assert ("<a " in render(f"[us](mailto:{typed})")) is not controls


def test_address_without_a_scheme_gets_one() -> None:
    assert [with_scheme(typed) for typed in ("", "example.org", "http://example.org")] == [
        "", "https://example.org", "http://example.org",
    ]  # fmt: skip
