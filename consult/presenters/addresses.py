"""Addresses of which a page has many: its pattern is built once, and each name put in."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import url_for

# No address of ours holds it, and none needs it quoted.
_HERE = "~~~"


def addresses(endpoint: str, name: str, **others: Any) -> Callable[[str], str]:  # noqa: ANN401 - as url_for has them
    """Return what makes the address of ``endpoint`` for each value of its part ``name``.

    For slugs and references alone: they are plain letters, and nothing of them is quoted.
    """
    others[name] = _HERE
    head, _, tail = url_for(endpoint, **others).partition(_HERE)

    def address(of: str) -> str:
        return f"{head}{of}{tail}"

    return address


def rule_address(number: int) -> str:
    """Return where a published rule of moderation stands."""
    return url_for("public.page", name="moderation-rules", _anchor=f"rule-{number}")
