"""A whole number out of a field that a browser sent: whatever else stands there is no number, and never a failure."""

from __future__ import annotations

_DIGITS = 9


def number_of(typed: str | None) -> int | None:
    """Return the number, None where ``typed`` is none or longer than any of ours."""
    text = typed or ""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= _DIGITS else None
