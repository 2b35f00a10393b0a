"""The end of a web address that somebody chooses: one form for consultations, plans and organisations."""

from __future__ import annotations

import re

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def is_slug(text: str, most: int) -> bool:
    """Whether this can stand in an address: small Latin letters and figures, joined by hyphens, at most so many."""
    return len(text) <= most and _SLUG.fullmatch(text) is not None
