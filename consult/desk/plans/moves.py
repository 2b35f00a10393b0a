"""The ways up and down that stand beside a row of a list that has an order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for


@dataclass(frozen=True, slots=True)
class Moves:
    """Where the buttons beside a row are sent; None where it stands first or last, or may not be moved."""

    up_url: str | None = None
    down_url: str | None = None


def moves(endpoint: str, place: int, rows: int, /, **values: Any) -> Moves:  # noqa: ANN401 - as url_for has them
    """Return the ways of the row at ``place``, counted from 0, of so many ``rows``."""
    return Moves(
        url_for(endpoint, way="up", **values) if place > 0 else None,
        url_for(endpoint, way="down", **values) if place < rows - 1 else None,
    )
