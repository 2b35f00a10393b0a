"""The working outcome, and its publication."""

from __future__ import annotations

from consult.outcomes.services.publication import publish
from consult.outcomes.services.working import (
    ResponseWords,
    add_theme,
    place,
    rename_theme,
    save_point,
    save_response,
    unplace,
)

__all__ = [
    "ResponseWords",
    "add_theme",
    "place",
    "publish",
    "rename_theme",
    "save_point",
    "save_response",
    "unplace",
]
