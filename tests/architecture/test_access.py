"""Every address has a declared rule of access, and the table of them is complete."""

from __future__ import annotations

from typing import get_args

import pytest
from flask import Flask

from consult.web.access import Rule, rule_of
from tests.architecture.access_table import ACCESS


@pytest.fixture
def declared(app: Flask) -> dict[str, str]:
    """Return what the application declares: endpoint to rule, the empty word where nothing is declared."""
    with app.app_context():
        return {rule.endpoint: rule_of(rule.endpoint) or "" for rule in app.url_map.iter_rules()}


def test_every_endpoint_declares_who_may_reach_it(declared: dict[str, str]) -> None:
    assert {endpoint for endpoint, rule in declared.items() if not rule} == set()


def test_only_known_rules_are_declared(declared: dict[str, str]) -> None:
    assert set(declared.values()) - set(get_args(Rule)) == set()


def test_the_table_says_what_the_code_says(declared: dict[str, str]) -> None:
    assert declared == ACCESS


def test_the_table_is_in_order() -> None:
    assert list(ACCESS) == sorted(ACCESS)


def test_an_endpoint_that_declares_nothing_is_not_there(app: Flask) -> None:
    app.add_url_rule("/<lang>/undeclared", "undeclared", lambda: "reached")
    answer = app.test_client().get("/en/undeclared")
    assert answer.status_code == 404
