"""The server is killed many times over, at moments that nobody chose."""

from __future__ import annotations

import pytest

from tests.faults import test_kill
from tests.faults.test_kill import asked, server, test_what_was_acknowledged_is_stored_and_nothing_by_halves

__all__ = ["asked", "server", "test_what_was_acknowledged_is_stored_and_nothing_by_halves"]


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kill it twenty times."""
    monkeypatch.setattr(test_kill, "KILLS", 20)
