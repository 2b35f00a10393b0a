"""A port that a proxy adds makes no new address, and neither does what is no address at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.attack.attackers import script, try_password
from tests.attack.conftest import MakeApp
from tests.attack.test_a24_traces import hashed

if TYPE_CHECKING:
    from flask import Flask

SAME = [
    ("192.0.2.1:5555", "192.0.2.1"),
    ("192.0.2.1:1", "192.0.2.1:2"),
    (" 192.0.2.1 ", "192.0.2.1"),
    ("[2001:db8:1:2::1]:443", "2001:db8:1:2::1"),
    ("[2001:db8:1:2::1]", "2001:db8:1:2:ffff::9"),
    ("[::ffff:192.0.2.1]:443", "192.0.2.1"),
    ("fe80::1%eth0", "fe80::2"),
    ("[fe80::1%eth0]:80", "fe80::1"),
    ("unknown", "_hidden"),
    ("a-made-up-name:1", "another:2"),
    ("", "unknown"),
]
OTHER = [
    ("192.0.2.1:5555", "192.0.2.2:5555"),
    ("[2001:db8:1:2::1]:443", "[2001:db8:1:3::1]:443"),
    ("192.0.2.1:5555", "unknown"),
]


@pytest.mark.parametrize(("first", "second"), SAME)
def test_one_household_however_it_is_written(app: Flask, first: str, second: str) -> None:
    assert hashed(app, first) == hashed(app, second)


@pytest.mark.parametrize(("first", "second"), OTHER)
def test_two_households_however_they_are_written(app: Flask, first: str, second: str) -> None:
    assert hashed(app, first) != hashed(app, second)


def test_a_port_that_changes_gives_no_more_tries(make_app: MakeApp) -> None:
    app = make_app(limits_url="memory://", sign_in_rate="3 per hour")
    codes = [
        try_password(script(app, f"192.0.2.1:{5000 + number}"), "nobody@example.org").status_code
        for number in range(5)
    ]
    assert codes == [422, 422, 422, 429, 429]
