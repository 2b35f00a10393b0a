"""Where a page of a long list begins: the id in the address after which the older ones follow."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

_LARGEST = 2**63 - 1


def before(sent: MultiDict[str, str] | None = None) -> int | None:
    """Return the id of ``?before=``, or of that name in what was ``sent``; None where it is no id that there can be."""
    value = (request.args if sent is None else sent).get("before", type=int)
    return value if value is not None and 0 < value <= _LARGEST else None
