"""The suite does not hang on the order of its tests: what one would leave for the next is found and named."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable
from datetime import UTC, datetime

import pytest

import consult.shared.clock
from consult.shared import skeletons
from consult.web import access_log, measuring
from tests.leftovers import PURE_CACHES, impure_caches, left_behind, state

Leave = Callable[[pytest.MonkeyPatch], None]


def hold_the_clock(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(consult.shared.clock, "now", lambda: datetime(2026, 3, 1, tzinfo=UTC))


def add_to_a_mapping(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(measuring._bounds, "unheard", measuring.LINE)


def change_what_a_mapping_holds(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(skeletons._ALIKE, "a", "b")


def set_a_variable(patch: pytest.MonkeyPatch) -> None:
    patch.setenv("BASE_URL", "http://elsewhere.example")


def listen(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(access_log.LOGGER, "handlers", [])
    patch.setattr(access_log.LOGGER, "propagate", False)
    logging.getLogger(access_log.LOGGER.name).addHandler(logging.NullHandler())


def go_elsewhere(patch: pytest.MonkeyPatch) -> None:
    patch.chdir(os.sep)


@pytest.mark.parametrize(
    ("leave", "named"),
    [
        (hold_the_clock, "consult.shared.clock.now"),
        (add_to_a_mapping, "consult.web.measuring._bounds"),
        (change_what_a_mapping_holds, "consult.shared.skeletons._ALIKE"),
        (set_a_variable, "environment"),
        (listen, "logger consult.access"),
        (go_elsewhere, "folder"),
    ],
)
def test_what_a_test_leaves_behind_is_named(leave: Leave, named: str) -> None:
    before = state()
    with pytest.MonkeyPatch.context() as patch:
        leave(patch)
        assert named in left_behind(before, state())
    assert left_behind(before, state()) == []


def test_every_cache_of_a_function_gives_what_it_was_asked_alone() -> None:
    for name in PURE_CACHES:
        module, _, function = name.rpartition(".")
        assert hasattr(getattr(importlib.import_module(module), function), "cache_info"), name
    assert impure_caches() == []
