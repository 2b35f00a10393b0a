"""What stays in the process from one test to the next: nothing may, or the suite hangs on the order of its tests.

What is looked at: the names of every module of the product and what its lists and mappings hold (so the clock, the
settings, limits and memories), the loggers, the environment, the folder, and how signals and warnings are answered.
Caches of functions may grow where what they give follows from what they were asked alone; each of those is listed.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import _lru_cache_wrapper
from pathlib import Path
from pkgutil import walk_packages
from types import ModuleType
from typing import Any

import pytest

import consult

PRODUCT = ("consult", "config", "wsgi")
PURE_CACHES = {
    # Statements of lists of action items, by the shape of what is asked.
    "consult.forum.queries.action_items._items",
    "consult.accounts.services.guessable._common",
    "consult.accounts.services.guessable._phrases",
    "consult.accounts.services.passwords._nobodys_hash",
    "consult.web.dates._city",
    "consult.web.dates._zone",
    "consult.web.dates.formatted",
    "consult.public.plans.presenters._in_words",
    "consult.web.csrf._endpoint",
    "consult.web.csrf._keyed",
    "consult.web.csrf._signed",
    "consult.web.forms._validators_words",
    "consult.web.kept_forms._keyed",
    "consult.web.kept_page._coding",
    "consult.web.rendering.alone",
    "consult.web.rendering._pattern",
    "consult.web.rendering.prose",
}
_CONTAINERS = frozenset({dict, list, set})
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGALRM, signal.SIGCHLD)


@dataclass(frozen=True)
class State:
    """What the process was like at one moment: names with their very things, and plain values that are compared."""

    modules: dict[str, dict[str, object]] = field(default_factory=dict)
    held: dict[str, list[object]] = field(default_factory=dict)
    values: dict[str, object] = field(default_factory=dict)


def state() -> State:
    """Return what the process is like now."""
    found = State()
    for name, module in _modules():
        found.modules[name] = dict(vars(module))
        for key, value in found.modules[name].items():
            if type(value) in _CONTAINERS and not key.startswith("__"):
                found.held[f"{name}.{key}"] = _items(value)
    found.values["environment"] = {k: v for k, v in os.environ.items() if k != "PYTEST_CURRENT_TEST"}
    found.values["folder"] = Path.cwd()
    found.values["warnings"] = list(warnings.filters)
    found.values.update({each.name: signal.getsignal(each) for each in _SIGNALS})
    for name in ("", *filter(_is_ours, logging.root.manager.loggerDict)):
        found.values.update(_of_logger(name))
    return found


def left_behind(before: State, after: State) -> list[str]:
    """Return the names of what is another thing now than before; what was only imported or made since is no matter."""
    names = [
        f"{name}.{key}"
        for name, things in before.modules.items()
        if name in after.modules
        for key, thing in things.items()
        # A package's names are its submodules once they are imported; those between underscores are Python's own.
        if after.modules[name].get(key) is not thing
        and not key.startswith("__")
        and not isinstance(thing, ModuleType)
    ]
    held = [name for name, items in before.held.items() if not _same(items, after.held.get(name, items))]
    values = [name for name, value in before.values.items() if after.values.get(name, value) != value]
    gone = sorted(before.modules.keys() - after.modules.keys())
    return names + held + values + gone


def impure_caches() -> list[str]:
    """Return the caches of functions in the product that are not listed as pure, whether they hold something or not."""
    return [
        f"{name}.{key}"
        for name, module in _modules()
        for key, value in vars(module).items()
        if isinstance(value, _lru_cache_wrapper)
        and value.__module__ == name
        and f"{name}.{key}" not in PURE_CACHES
    ]


def _is_ours(name: str) -> bool:
    return name.partition(".")[0] in PRODUCT


def _modules() -> list[tuple[str, ModuleType]]:
    return [(name, module) for name, module in sys.modules.items() if _is_ours(name)]


def _items(value: Any) -> list[object]:  # noqa: ANN401 - a dict, list or set
    return [each for pair in value.items() for each in pair] if isinstance(value, dict) else list(value)


def _same(before: list[object], after: list[object]) -> bool:
    """Whether two containers hold the very same things."""
    return len(before) == len(after) and all(one is other for one, other in zip(before, after, strict=True))


def _of_logger(name: str) -> dict[str, object]:
    logger = logging.getLogger(name)
    return {
        f"logger {name}": (logger.level, logger.propagate, logger.disabled),
        # pytest hangs its own on the root while a test runs.
        f"handlers of {name}": [each for each in logger.handlers if "pytest" not in type(each).__module__],
    }


@pytest.fixture(scope="session", autouse=True)
def whole_product() -> None:
    """Import every module of the product: registers that modules fill when they are imported are then full."""
    for module in walk_packages(consult.__path__, "consult."):
        # The worker's module opens the queue of the environment when it is imported.
        if module.name != "consult.jobs.worker":
            importlib.import_module(module.name)


@pytest.fixture(autouse=True)
def nothing_stays(whole_product: None) -> Iterator[None]:  # noqa: ARG001 - the order matters
    """Fail the test after which something of the process is another thing than before it."""
    before = state()
    yield
    left = left_behind(before, state())
    assert left == [], f"the test left behind another {', '.join(left)}"
