"""What every test would pay for and none is about.

That is hashing that is slow on purpose, code for every address, writing the same statements down for every new engine,
and looking again and again for garbage among all that the process has loaded.

Servers that tests start as processes of their own pay in full. ``tests/unit/test_password_hashing.py`` looks at the
hasher of the product.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import Engine
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

from consult.accounts.services import passwords
from consult.orm import Base

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


# How much may be made before garbage is looked for: Python's own numbers are for smaller programs.
GARBAGE = (5_000, 20, 20)
_STATEMENTS = 2_000


class SharedStatements(LRUCache[Any, Any]):
    """Statements as they were compiled, for all engines of a dialect: every test has an application with its own."""

    def get(self, key: Any, default: Any = None) -> Any:  # noqa: ANN401 - SQLAlchemy's
        """Return what was compiled under the key by whichever engine."""
        return super().get(_of_any_engine(key), default)

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - the same
        """Return it, or fail."""
        return super().__getitem__(_of_any_engine(key))

    def __setitem__(self, key: Any, value: Any) -> None:  # noqa: ANN401 - the same
        """Keep it."""
        super().__setitem__(_of_any_engine(key), value)


def _of_any_engine(key: Any) -> Any:  # noqa: ANN401 - the same
    dialect, *rest = key
    return (dialect.name, dialect.driver, dialect.paramstyle, *rest)


@pytest.fixture(scope="session", autouse=True)
def sparing() -> Iterator[None]:
    """Let argon2 cost next to nothing, make an address's code when it is needed, and a statement's once."""
    statements = SharedStatements(_STATEMENTS)
    # SQLAlchemy reads the names of what Engine.__init__ takes, so that has to stay.
    shared = property(lambda _engine: statements, lambda _engine, _own: None)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Engine, "_compiled_cache", shared, raising=False)
        for mapper in Base.registry.mappers:
            patch.setitem(mapper.__dict__, "_compiled_cache", SharedStatements(_STATEMENTS))
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        patch.setattr(Flask, "url_rule_class", LateRule)
        yield


@pytest.fixture(scope="session", autouse=True)
def seldom_swept(whole_product: None) -> Iterator[None]:  # noqa: ARG001 - what is loaded before is not looked at
    """Look for garbage more seldom, and only among what tests make: the product and the tests alone took a quarter."""
    usual = gc.get_threshold()
    gc.freeze()
    gc.set_threshold(*GARBAGE)
    yield
    gc.set_threshold(*usual)
    gc.unfreeze()
