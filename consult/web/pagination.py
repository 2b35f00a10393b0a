"""Where a page of a long list begins: the id in the address that the page follows."""

from __future__ import annotations

from flask import request
from werkzeug.datastructures import MultiDict

_LARGEST = 2**63 - 1


def before(sent: MultiDict[str, str] | None = None) -> int | None:
    """Return the id of ``?before=``, or of that name in what was ``sent``; None where it is no id that there can be."""
    return _id(request.args if sent is None else sent, "before")


def after() -> int | None:
    """Return the id of ``?after=``, in lists that begin with the oldest; None where it is no id that there can be."""
    return _id(request.args, "after")


def _id(sent: MultiDict[str, str], name: str) -> int | None:
    value = sent.get(name, type=int)
    return value if value is not None and 0 < value <= _LARGEST else None
