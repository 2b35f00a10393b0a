"""What every test would pay for and none is about: hashing that is slow on purpose, code for every address.

Servers that tests start as processes of their own pay in full. ``tests/unit/test_password_hashing.py`` looks at the
hasher of the product.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.routing import Rule

from consult.accounts.services import passwords

PRODUCTS_HASHER = passwords._HASHER


class LateRule(Rule):
    """A rule that makes the code which builds its addresses when one is first built, as few tests do of most rules."""

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:  # noqa: FBT001, FBT002 - Werkzeug's
        made: list[Callable[..., tuple[str, str]]] = []

        def build(rule: Rule, /, **values: Any) -> tuple[str, str]:  # noqa: ANN401 - values of an address
            if not made:
                made.append(super(LateRule, self)._compile_builder(append_unknown))
            return made[0](rule, **values)

        return build


@pytest.fixture(scope="session", autouse=True)
def sparing() -> Iterator[None]:
    """Let argon2 cost next to nothing, and make an address's code when it is needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(Flask, "url_rule_class", LateRule)
        yield
