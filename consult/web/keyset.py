"""Where a page of a long list begins: the id in the address after which the older ones follow."""

from __future__ import annotations

from flask import request

_LARGEST = 2**63 - 1


def before() -> int | None:
    """Return the id of ``?before=``; None where there is none, or it is no number that an id can be."""
    value = request.args.get("before", type=int)
    return value if value is not None and 0 < value <= _LARGEST else None
