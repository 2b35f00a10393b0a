"""The working outcome, and its publication."""

from __future__ import annotations

from consult.outcomes.services.afterwards import erase, restore
from consult.outcomes.services.changing import dropped
from consult.outcomes.services.marks import point_mark, title_mark
from consult.outcomes.services.placing import Misplaced, misplaced, recount_themes, resettle
from consult.outcomes.services.publication import publish
from consult.outcomes.services.responses import ResponseWords, save_response
from consult.outcomes.services.telling import FURTHER, tell_contributors
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
    "FURTHER",
    "Misplaced",
    "ResponseWords",
    "add_theme",
    "dropped",
    "erase",
    "misplaced",
    "place",
    "point_mark",
    "publish",
    "put_back",
    "recount_themes",
    "remove_theme",
    "rename_theme",
    "resettle",
    "restore",
    "save_point",
    "save_response",
    "tell_contributors",
    "title_mark",
    "unplace",
]
