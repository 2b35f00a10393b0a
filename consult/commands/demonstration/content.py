"""The demonstration's content, and the moments its files give."""

from __future__ import annotations

import json
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

_FOLDER = Path(__file__).parent / "content"

# What a file holds: names to text, numbers, lists and further such objects.
Content = dict[str, Any]


def read(name: str) -> Any:  # noqa: ANN401 - whatever the file holds
    """Return the content of a file."""
    return json.loads((_FOLDER / f"{name}.json").read_text(encoding="utf-8"))


def pair(value: Content | None) -> tuple[str, str]:
    """Return a text's Arabic and English; empty texts where there is none."""
    return (value["ar"], value["en"]) if value else ("", "")


def listed(values: list[Content]) -> tuple[str, str]:
    """Return a list of texts as lines, in Arabic and in English."""
    return "\n".join(each["ar"] for each in values), "\n".join(each["en"] for each in values)


class Moments:
    """The moments of one file: dates as they are, or days before and after the loading."""

    def __init__(self, now: datetime, zone: str) -> None:
        self._now = now
        self._zone = ZoneInfo(zone)

    def of(self, thing: Content, name: str) -> datetime:
        """Return the moment that ``thing`` calls ``<name>`` or, counted from now, ``<name>_days``."""
        given = thing.get(name if name == "at" else f"{name}_at")
        if given:
            return datetime.fromisoformat(given)
        key = "at_days" if name == "at" else f"{name}_days"
        days = thing.get(key, thing.get(f"{name}_at_days"))
        if days is None:
            raise KeyError(name)
        return self._now + timedelta(days=days)

    def on_the_hour(self, thing: Content, name: str, hour: str) -> datetime:
        """Return the moment as ``of`` does; one counted in days falls on ``hour`` of that day."""
        if thing.get(f"{name}_at"):
            return self.of(thing, name)
        day = (self._now.astimezone(self._zone) + timedelta(days=thing[f"{name}_days"])).date()
        return datetime.combine(day, time.fromisoformat(hour), self._zone)
