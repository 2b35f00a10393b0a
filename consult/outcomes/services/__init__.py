"""The working outcome, and its publication."""

from __future__ import annotations

from consult.outcomes.services.afterwards import erase, restore, show_many
from consult.outcomes.services.changing import dropped
from consult.outcomes.services.correcting import Before, Part, frozen, parts_changed
from consult.outcomes.services.correcting import before as published_before
from consult.outcomes.services.marks import place_mark, point_mark, title_mark
from consult.outcomes.services.placing import Misplaced, misplaced, recount_themes, resettle
from consult.outcomes.services.publication import publish
from consult.outcomes.services.responses import ResponseWords, save_response
from consult.outcomes.services.summing import bring_point_back, look_again, move_point, remove_point
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
    "Before",
    "Misplaced",
    "Part",
    "ResponseWords",
    "add_theme",
    "bring_point_back",
    "dropped",
    "erase",
    "frozen",
    "look_again",
    "misplaced",
    "move_point",
    "parts_changed",
    "place",
    "place_mark",
    "point_mark",
    "publish",
    "published_before",
    "put_back",
    "recount_themes",
    "remove_point",
    "remove_theme",
    "rename_theme",
    "resettle",
    "restore",
    "save_point",
    "save_response",
    "show_many",
    "tell_contributors",
    "title_mark",
    "unplace",
]
