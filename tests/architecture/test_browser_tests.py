"""A test in the browser asks in a way that waits: a page that is still being made is no finding.

Playwright answers `page.content()` or `locator.count()` at once, even between two pages, and on a busy machine that
is an empty page. `expect(…)` asks until it is so or patience ends.
"""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
# What answers at once.
HASTY = {
    "content",
    "count",
    "input_value",
    "inner_text",
    "is_checked",
    "is_hidden",
    "is_visible",
    "text_content",
    "title",
}
WALKS = sorted((TESTS / "e2e").glob("test_*.py"))


def hasty(source: str) -> list[str]:
    """Return the lines of `assert` that ask a page what it shows without waiting for it."""
    asserted = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Assert)]
    return [
        ast.unparse(one)
        for one in asserted
        for part in ast.walk(one.test)
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in HASTY
            and not part.args
        )
        or (isinstance(part, ast.Attribute) and part.attr == "url")
    ]


def test_an_answer_at_once_is_found() -> None:
    assert hasty(
        "assert 'x' in page.content()\nassert page.locator('.y').count() == 1\nassert '/z' in page.url"
    )
    assert not hasty("expect(page.locator('.y')).to_have_count(1)\nassert 'a,b'.count(',') == 1")


@pytest.mark.parametrize("path", WALKS, ids=lambda path: path.stem)
def test_the_walks_wait(path: Path) -> None:
    assert hasty(path.read_text(encoding="utf-8")) == []
