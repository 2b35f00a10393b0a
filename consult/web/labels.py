"""The interface's words for the domain's values, in the page's language."""

from __future__ import annotations

from consult.wording import LABELS


def label(kind: str, value: object) -> str:
    """Return the word for ``value`` of this kind, in the page's language. Raises KeyError for what has none."""
    return str(LABELS[kind][str(value)])
