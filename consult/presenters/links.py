"""Addresses of many pages of one kind: what they have in common is made once a page."""

from __future__ import annotations

from collections.abc import Callable

from flask import url_for

# No slug: those are ASCII, of small letters, digits and hyphens, and stand in an address as they are.
_ANY = "~"


def linked(endpoint: str) -> Callable[[str], str]:
    """Return what makes the address of ``endpoint`` for a slug."""
    # The site itself may stand under an address that has the sign.
    before, _any, after = url_for(endpoint, slug=_ANY).rpartition(_ANY)
    return lambda slug: f"{before}{slug}{after}"
