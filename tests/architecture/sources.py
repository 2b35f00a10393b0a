"""What the rules of the repository are checked against: its files and the functions in them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
# Migrations are read once, each as long as its tables: they are not measured.
CODE = ("config.py", "wsgi.py", "serve.py", "consult", "tools")
# A subject of the domain is a folder with models.
SUBJECTS = tuple(
    sorted({path.parent.name for path in (ROOT / "consult").glob("*/models*") if path.stem == "models"})
)
AUDIENCES = ("public", "desk")


@dataclass(frozen=True, slots=True)
class Function:
    """A function as it stands in a file; lines run from its def to its end, decorators left aside."""

    path: str
    name: str
    lines: int
    is_view: bool

    def __str__(self) -> str:
        """Name it as a person would look for it."""
        return f"{self.path}: {self.name} has {self.lines} lines"


def relative(path: Path) -> str:
    """Return the path as it is written in the repository."""
    return path.relative_to(ROOT).as_posix()


def files(folder: str, pattern: str) -> list[Path]:
    """Return the files below a folder in the order of their paths; the file itself when it is one."""
    place = ROOT / folder
    if place.is_file():
        return [place]
    return sorted(path for path in place.rglob(pattern) if "__pycache__" not in path.parts)


@cache
def code() -> tuple[Path, ...]:
    """Return the Python files of the product and its tools."""
    return tuple(path for folder in CODE for path in files(folder, "*.py"))


@cache
def tests() -> tuple[Path, ...]:
    """Return the Python files of the tests."""
    return tuple(files("tests", "*.py"))


@cache
def tree(path: Path) -> ast.Module:
    """Return a file parsed."""
    return ast.parse(path.read_text(encoding="utf-8"), relative(path))


def line_count(path: Path) -> int:
    """Return how many lines a file has."""
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[Function]:
    """Yield every function and method of a file."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            yield Function(relative(path), node.name, lines, _is_view(path, node))


def imported(path: Path) -> set[str]:
    """Return the modules a file imports, and the names it takes from them as module.name."""
    found: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return found


def _is_view(path: Path, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a function of a face is bound to an address by a decorator."""
    if not relative(path).startswith(tuple(f"consult/{face}/" for face in AUDIENCES)):
        return False
    routed = {"route", "get", "post", "put", "delete"}
    called = (each.func for each in node.decorator_list if isinstance(each, ast.Call))
    return any(isinstance(each, ast.Attribute) and each.attr in routed for each in called)
