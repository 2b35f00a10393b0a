"""One spelling in all Arabic that we write: the tanwin is typed after its alef, as in «اً», never before it."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITTEN = [
    ROOT / "translations/ar/LC_MESSAGES/messages.po",
    *sorted((ROOT / "docs/ar").glob("*.md")),
    *sorted((ROOT / "consult/commands/demonstration").rglob("*.json")),
]
WRITTEN_SO, NEVER_SO = "\u0627\u064b", "\u064b\u0627"


@pytest.mark.parametrize("path", WRITTEN, ids=[path.name for path in WRITTEN])
def test_tanwin_is_typed_after_its_alef(path: Path) -> None:
    wrong = [line for line in path.read_text("utf-8").splitlines() if NEVER_SO in line]
    assert wrong == []


def test_what_is_asked_is_written() -> None:
    assert len(WRITTEN) > 10
    assert sum(path.read_text("utf-8").count(WRITTEN_SO) for path in WRITTEN) > 100
