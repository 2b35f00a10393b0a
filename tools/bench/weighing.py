"""What a first visit weighs: the page, and everything that it and its stylesheet ask for."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from tools.bench.asking import Answer
from tools.services import ROOT

STATIC = ROOT / "consult" / "static"
# What browsers fetch of a page without being asked by a person.
LINKED = re.compile(r'<(?:link|script|img|source)\b[^>]*?\b(?:href|src)="(/static/[^"]+)"')
NAMED = re.compile(r"url\([\"']?([^)\"']+)[\"']?\)")


@dataclass(frozen=True)
class Weight:
    """How many requests a first visit makes, and how many bytes they bring, fonts included."""

    requests: int
    bytes: int
    left_uncompressed: tuple[str, ...]


def first_visit(page: Answer) -> Weight:
    """Weigh a page that nobody has asked for before; every font that the stylesheet names counts, used or not."""
    files = {STATIC / path.removeprefix("/static/") for path in LINKED.findall(page.html.decode())}
    for sheet in [path for path in files if path.suffix == ".css"]:
        files |= {
            (sheet.parent / name).resolve() for name in NAMED.findall(sheet.read_text()) if ":" not in name
        }
    plain = tuple(path.name for path in files if path.suffix == ".css" and not _packed(path).exists())
    return Weight(1 + len(files), len(page.sent) + sum(map(_sent, files)), plain)


def _packed(path: Path) -> Path:
    return path.with_name(path.name + ".gz")


def _sent(path: Path) -> int:
    """Return how many bytes the server sends of a file: of the compressed one where that was made."""
    return (_packed(path) if _packed(path).exists() else path).stat().st_size
