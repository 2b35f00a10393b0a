"""Note which test reaches which function of the modules that are to be mutated: a plugin of pytest.

Each function of theirs is given a first line that tells; tracing every call would take ten times as long.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import pickle
import sys
from collections.abc import Callable, Generator
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType
from typing import TypeVar

import pytest

from tools.mutants import ROOT, Reached
from tools.mutations import first_line

T = TypeVar("T")

# What stands beside every test and is not what it is about.
NOISE = ROOT / "tests" / "factories" / "answers.py"
ASIDE = "\nnoise = __aside__(noise)\n"


class Watch:
    """Who is running, and what was found."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self.found = Reached()
        self.test = ""
        self.aside = False
        self.modules = {str(ROOT / module): module for module in json.loads(os.environ["MUTANT_LOOK_AT"])}

    def reached(self, module: str, line: int) -> None:
        """Note that the running test reached this function."""
        if self.test and not self.aside:
            self.found.tests[module, line].add(self.test)

    def set_aside(self, call: Callable[..., T]) -> Callable[..., T]:
        """Return the call, during which nothing is noted."""

        def quietly(*given: object, **named: object) -> T:
            self.aside = True
            try:
                return call(*given, **named)
            finally:
                self.aside = False

        return quietly


watch = Watch()
_own_code = SourceFileLoader.get_code


def telling(source: str, module: str) -> ast.Module:
    """Return a module whose functions tell that they were reached; those inside another are part of it."""
    tree = ast.parse(source)
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef):
                child.body[:0] = ast.parse(f"__reached__({module!r}, {first_line(child)})").body
            else:
                waiting.append(child)
    return ast.fix_missing_locations(tree)


def _code(loader: SourceFileLoader, fullname: str) -> CodeType | None:
    path = Path(loader.path)
    if module := watch.modules.get(str(path)):
        return compile(telling(path.read_text(encoding="utf-8"), module), path, "exec", dont_inherit=True)
    if path == NOISE:
        return compile(path.read_text(encoding="utf-8") + ASIDE, path, "exec", dont_inherit=True)
    return _own_code(loader, fullname)


vars(builtins).update(__reached__=watch.reached, __aside__=watch.set_aside)
SourceFileLoader.get_code = _code  # type: ignore[assignment,method-assign]


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None]:
    """Say who is running, its fixtures included."""
    watch.test = item.nodeid
    yield
    watch.test = ""


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long each test takes."""
    seconds = watch.found.seconds
    seconds[report.nodeid] = seconds.get(report.nodeid, 0) + report.duration


def pytest_sessionfinish() -> None:
    """Write what was found, and which libraries were loaded on the way."""
    # Plugins are left to pytest, which rewrites their assertions while it loads them.
    plugins = ("_pytest", "pytest", "xdist", "_hypothesis_pytestplugin")
    ours = ("consult", "tests", "tools", "conftest", "config", "migrations", "__main__", *plugins)
    watch.found.libraries = [name for name in list(sys.modules) if name.split(".")[0] not in ours]
    watch.found.tests = dict(watch.found.tests)
    Path(os.environ["MUTANT_REACH"]).write_bytes(pickle.dumps(watch.found))
