"""What tests import that run with the page cache on, as the site does: ``__all__ = ["page_seconds"]``."""

from __future__ import annotations

import pytest


@pytest.fixture
def page_seconds() -> float:
    """Return for how long pages are kept, in seconds."""
    return 2
