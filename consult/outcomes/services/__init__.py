"""The working outcome, and its publication."""

from __future__ import annotations

from consult.outcomes.services.publication import publish
from consult.outcomes.services.responses import ResponseWords, save_response
from consult.outcomes.services.working import (
    add_theme,
    place,
    remove_theme,
    rename_theme,
    save_point,
    unplace,
)

__all__ = [
    "ResponseWords",
    "add_theme",
    "place",
    "publish",
    "remove_theme",
    "rename_theme",
    "save_point",
    "save_response",
    "unplace",
]
