"""Every page is valid HTML by the Nu checker, read in one run."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

from tests.accessible.looking import ROOT
from tools.java import find_java

if TYPE_CHECKING:
    from pathlib import Path

    from tests.accessible.gathering import Seen

CHECKER = ROOT / "node_modules" / "vnu-jar" / "build" / "dist" / "vnu.jar"
INVALID = '<!doctype html><html lang="ar" dir="rtl"><head><title>س</title></head><body><ul><p>س</p></ul></body></html>'


def complaints(folder: Path) -> list[dict[str, Any]]:
    """Return what the checker says of the files in a folder, errors and warnings alike."""
    assert CHECKER.exists(), "the checker of HTML is not installed: run `make setup` with a network"
    command = [
        find_java(),
        "-Xss2m",
        "-jar",
        str(CHECKER),
        "--format",
        "json",
        "--exit-zero-always",
        str(folder),
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)  # noqa: S603 - ours
    found: list[dict[str, Any]] = json.loads(said.stderr)["messages"]
    return found


def test_every_page_is_valid(pages: list[Seen], tmp_path: Path) -> None:
    for number, seen in enumerate(pages):
        (tmp_path / f"{number:04d}.html").write_text(seen.body, encoding="utf-8")
    # One that is not valid goes along: whoever finds nothing in it has not looked.
    (tmp_path / f"{len(pages):04d}.html").write_text(INVALID, encoding="utf-8")
    named = [*map(str, pages), "the invalid one"]
    found = {
        f"{named[int(said['url'][-9:-5])]}: {said['message']} {said.get('extract', '')[:80]!r}"
        for said in complaints(tmp_path)
    }
    invalid = {line for line in found if line.startswith("the invalid one")}
    assert invalid, "the checker found nothing where there is something to find"
    assert sorted(found - invalid) == []
