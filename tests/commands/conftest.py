"""The demonstration, loaded once for the tests of a module that only read it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from config import Settings
from consult import create_app
from tests.client import ReviewingClient
from tests.databases import put_away

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import MigratedDatabase


@dataclass(frozen=True)
class Loaded:
    """An application whose database holds the demonstration."""

    app: Flask
    database: MigratedDatabase


@pytest.fixture(scope="module")
def loaded(migrated: MigratedDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Loaded]:
    """Return the demonstration as `make run` serves it."""
    made = create_app(
        Settings(
            environment="demonstration",
            secret_key="demonstration-" * 3,
            base_url="http://localhost",
            database_url=migrated.url,
            var_dir=tmp_path_factory.mktemp("demonstration"),
        )
    )
    made.testing = True
    made.test_client_class = ReviewingClient
    answer = made.test_cli_runner().invoke(args=["demo", "load"])
    assert answer.exit_code == 0, answer.output
    yield Loaded(made, migrated)
    put_away(made.extensions["engine"])
    migrated.renew()
