"""The one form of a mail address: what comes to it, what stays apart, what is refused, and at what price."""

from __future__ import annotations

from time import perf_counter

import pytest

from consult.shared.email_address import MOST_TYPED, as_typed, email_address, is_email_address, known_as
from consult.shared.errors import DomainError

# ruff: noqa: RUF001 - letters that look alike are what this is about

PLAIN = "a@business.example"
ONE_FORM = {
    "A@Business.EXAMPLE": PLAIN,
    "\u202ba@business.example\u202c\u00a0\n": PLAIN,
    "a@busineß.example": "a@xn--busine-gta.example",
    "a@XN--BUSINE-GTA.example": "a@xn--busine-gta.example",
    "reader١٢۳@example.org": "reader123@example.org",
    "a@موقع١.الاردن": "a@xn--1-znc0alp.xn--mgbayh7gpa",
    "a@مثال.الاردن": "a@xn--mgbh0fb.xn--mgbayh7gpa",
    "first.last+tag@example.org": "first.last+tag@example.org",
    "o'neil_1-2@example.org": "o'neil_1-2@example.org",
    f"{'a' * 64}@example.org": f"{'a' * 64}@example.org",
}
REFUSED = {
    "": "write-this",
    " \u200f ": "write-this",
    "a": "email-incomplete",
    "@example.org": "email-incomplete",
    "a@example": "email-incomplete",
    "a@business。example": "email-incomplete",
    "علي@example.org": "email-local",
    "ａ@business.example": "email-local",
    "ª@business.example": "email-local",
    "ſ@business.example": "email-local",
    "\u212a@business.example": "email-local",
    '"a b"@example.org': "email-local",
    ".a@example.org": "email-local",
    "a.@example.org": "email-local",
    "a..b@example.org": "email-local",
    "a@b@example.org": "email-local",
    "a\u200b@example.org": "email-local",
    "a\x00@example.org": "email-local",
    "a\r\nBcc: b@example.org": "email-local",
    f"{'a' * 65}@example.org": "email-local",
    "a@buſiness.example": "email-domain",
    "a@businesﬆ.example": "email-domain",
    "a@ｂusiness.example": "email-domain",
    "a@\u212aing.example": "email-domain",
    "a@e\u0301.example": "email-domain",
    "a@É.example": "email-domain",
    "a@-a.example": "email-domain",
    "a@a_b.example": "email-domain",
    "a@a..example": "email-domain",
    "a@example.org.": "email-domain",
    "a@192.0.2.1": "email-domain",
    "a@[192.0.2.1]": "email-domain",
    "a@xn--abc.example": "email-domain",
    f"a@{'a' * 64}.example": "email-domain",
    f"{'a' * 64}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 10}.example": "too-long",
    "a" * (MOST_TYPED + 1): "too-long",
}


@pytest.mark.parametrize("typed", ONE_FORM)
def test_what_is_one_address_comes_to_one_form(typed: str) -> None:
    form = email_address(typed)
    assert form == ONE_FORM[typed]
    assert email_address(form) == known_as(typed) == form
    assert is_email_address(form)
    assert form.isascii()


@pytest.mark.parametrize("typed", REFUSED)
def test_what_is_no_address_is_refused_and_never_mended(typed: str) -> None:
    with pytest.raises(DomainError) as refused:
        email_address(typed, field="there")
    assert (refused.value.code, refused.value.field) == (REFUSED[typed], "there")
    assert not is_email_address(typed)
    assert known_as(typed) == as_typed(typed) != PLAIN


def test_what_is_kept_as_it_was_typed_is_nobodys_one_form() -> None:
    assert as_typed(" User١@Example.org\u200f") == "user١@example.org"
    assert as_typed("\u212a@Example.org") == "\u212a@example.org"
    assert not is_email_address(as_typed("User١@Example.org"))


@pytest.mark.parametrize(
    "piece", ["\u0301", "a", "@", ".", "a.", "é", "xn--", "\u0627\u0651", "\u200d", "\U0001f1ef", "\u202a"]
)
def test_it_costs_next_to_nothing_however_long_it_is(piece: str) -> None:
    for length in (MOST_TYPED - 20, 300_000):
        typed = "a@" + piece * (length // len(piece)) + ".org"
        began = perf_counter()
        known_as(typed)
        assert perf_counter() - began < 0.05
