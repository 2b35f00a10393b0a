"""The working outcome, and its publication."""

from __future__ import annotations

from consult.outcomes.services.afterwards import erase, restore
from consult.outcomes.services.changing import dropped
from consult.outcomes.services.publication import publish
from consult.outcomes.services.responses import ResponseWords, save_response
from consult.outcomes.services.working import (
    add_theme,
    place,
    put_back,
    remove_theme,
    rename_theme,
    save_point,
    unplace,
)

__all__ = [
    "ResponseWords",
    "add_theme",
    "dropped",
    "erase",
    "place",
    "publish",
    "put_back",
    "remove_theme",
    "rename_theme",
    "restore",
    "save_point",
    "save_response",
    "unplace",
]
