"""The stored installation as it stands at one revision or another: brought there once, and copied for each test."""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

import pytest

from tests.databases import empty_database, migrate
from tests.upgrade.stored import put_in, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Installations:
    """Copies of the stored installation."""

    def __init__(self, folder: Path, mark: str, stack: ExitStack) -> None:
        """Keep in ``folder`` what is copied, until ``stack`` ends."""
        self._folder, self._mark, self._stack = folder, mark, stack
        self._made: dict[tuple[str, str], str] = {}
        self._copies = 0

    @contextmanager
    def at(self, revision: str, engine: str, folder: Path) -> Iterator[str]:
        """Yield the URL of a copy of its own at a revision."""
        self._copies += 1
        own = folder / str(self._copies)
        own.mkdir()
        mark = f"{self._mark}_{self._copies}"
        with empty_database(engine, own, mark, like=self._like(revision, engine)) as url:
            yield url

    def _like(self, revision: str, engine: str) -> str:
        """Return the URL of what is copied, made where there is none yet."""
        key = (engine, revision)
        if key not in self._made:
            kept, folder = unpack("installation"), self._folder / "_".join(key)
            folder.mkdir()
            first = revision == kept["revision"]
            like = None if first else self._like(kept["revision"], engine)
            url = self._stack.enter_context(
                empty_database(engine, folder, f"{self._mark}_{revision}", like=like)
            )
            migrate(url, revision)
            if first:
                put_in(url, kept["rows"])
            self._made[key] = url
        return self._made[key]


@pytest.fixture(scope="session")
def installations(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[Installations]:
    with ExitStack() as stack:
        yield Installations(
            tmp_path_factory.mktemp("installations"), f"upgrade_{os.getpid()}_{worker_id}", stack
        )


@pytest.fixture
def stored(installations: Installations, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """Yield the stored installation as the code of its version had left it."""
    with installations.at(unpack("installation")["revision"], engine_name, tmp_path) as url:
        yield url


@pytest.fixture
def upgraded(installations: Installations, engine_name: str, tmp_path: Path) -> Iterator[str]:
    """Yield the stored installation, brought up to date."""
    with installations.at("head", engine_name, tmp_path) as url:
        yield url
