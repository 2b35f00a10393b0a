"""Races run with the page cache on, as the site does."""

from __future__ import annotations

from tests.kept_pages import page_seconds

__all__ = ["page_seconds"]
