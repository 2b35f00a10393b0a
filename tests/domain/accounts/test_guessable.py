"""Passwords that are tried first are refused; long ones of one's own are not, whatever they are made of."""

from __future__ import annotations

import pytest

from consult.accounts.services import check_password_rules
from consult.shared.errors import DomainError

EMAIL = "a.reader.of.plans@example.org"


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password123!",
        "1234password1234",
        "   password   2026",
        "passwordpassword",
        "government2026",
        "qazwsxedcrfv",
        "aaaaaaaaaaaa",
        "abababababababa",
        "123456789012",
        "210987654321",
        "١٢٣٤٥٦٧٨٩٠١٢",
        "1 2 3 4 5 6 7 8 9 0",
        "abcdefghijkl",
        "qwertyuiopas",
        "mnbvcxzlkjhgf",
        "ضصثقفغعهخحجد",
        "كلمة السر ٢٠٢٦",
        "كَلِمَةُ المُرُور",
        "بسم الله الرحمن الرحيم",
        "بسم.الله.الرحمن.الرحيم",
        "الاردن اولا 2026",
        "Open Government 2026",
        "correct horse battery staple",
        "ｐａｓｓｗｏｒｄ１２３４",  # noqa: RUF001 - the same keys on another keyboard
        EMAIL,
        "A.Reader.Of.Plans",
        "a.reader.of.plans99",
    ],
)
def test_what_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(DomainError) as refused:
        check_password_rules(password, email=EMAIL)
    assert (refused.value.code, refused.value.field) == ("password-guessable", "password")


@pytest.mark.parametrize(
    "password",
    [
        "twelve characters and more",
        "wvtr kmn 92 pl",
        "صباح الخير يا معان",
        "كلمة السر عندي طويلة جدا",
        "a password of my own making",
        "j9-82-o-331-h-4417-n",
        "reader of plans, mostly",
        "m" * 12 + "another part",
    ],
)
def test_what_is_ones_own_is_taken(password: str) -> None:
    check_password_rules(password, email=EMAIL)


def test_an_account_without_an_address_yet_is_no_hindrance() -> None:
    check_password_rules("twelve characters and more")


@pytest.mark.parametrize("length", [12, 128])
def test_the_ends_of_what_is_taken(length: int) -> None:
    password = "".join(chr(ord("a") + (index * index * 7 + index * 3) % 26) for index in range(length))
    check_password_rules(password)
    with pytest.raises(DomainError) as refused:
        check_password_rules(password[:11] if length == 12 else password + "x")
    assert refused.value.code == ("password-short" if length == 12 else "password-long")
