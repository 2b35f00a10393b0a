"""The committed scenes of the public pages, for tests of the desk."""

from __future__ import annotations

from tests.public.conftest import asked, committed, user_of

__all__ = ["asked", "committed", "user_of"]
