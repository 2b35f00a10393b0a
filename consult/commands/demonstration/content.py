"""Reading the demonstration's content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "content"

# What a file holds: names to text, numbers, lists and further such objects.
Content = dict[str, Any]


def read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the content of a file."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def consultations() -> list[Content]:
    """Return the content of every consultation, by the names of their files."""
    names = sorted(path.stem for path in (_FOLDER / "consultations").glob("*.json"))
    return [read(f"consultations/{name}") for name in names]


def pair(value: Content | None) -> tuple[str, str]:
    """Return a text's Arabic and English; empty texts where there is none."""
    return (value["ar"], value["en"]) if value else ("", "")


def listed(values: list[Content]) -> tuple[str, str]:
    """Return a list of texts as lines, in Arabic and in English."""
    return "\n".join(each["ar"] for each in values), "\n".join(each["en"] for each in values)
