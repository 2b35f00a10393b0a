"""Pages of a long list: where one begins, by the id that the address names, and the addresses of those beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Generic, TypeVar

from flask import request
from werkzeug.datastructures import MultiDict

T = TypeVar("T")
_LARGEST = 2**63 - 1
# How many a list shows that is read through rather than read.
LONG = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list; an address is None where there is no such page. The newer one is the first."""

    items: Sequence[T]
    newer_url: str | None
    older_url: str | None


def page_of(
    rows: Sequence[T],
    size: int,
    begun: int | None,
    address: Callable[[int | None], str],
    *,
    key: Callable[[T], int] = attrgetter("id"),
) -> Page[T]:
    """Return the page that ``rows`` begin; one row more than ``size`` says that another follows.

    ``begun`` is the id that this page follows, None for the first; ``address`` makes the address of the page that
    follows an id, or of the first.
    """
    items = rows[:size]
    more = len(rows) > len(items)
    return Page(
        items,
        newer_url=address(None) if begun is not None else None,
        older_url=address(key(items[-1])) if more else None,
    )


def following(
    rows: Sequence[T], begun: int | None, *, key: Callable[[T], int] = attrgetter("id")
) -> Sequence[T]:
    """Return what follows the row of the id ``begun`` in a list of an order of its own; all where it is not there."""
    place = next((number for number, row in enumerate(rows, 1) if key(row) == begun), 0)
    return rows[place:]


def before(sent: MultiDict[str, str] | None = None) -> int | None:
    """Return the id of ``?before=``, or of that name in what was ``sent``; None where it is no id that there can be."""
    return _id(request.args if sent is None else sent, "before")


def after() -> int | None:
    """Return the id of ``?after=``, in lists that do not begin with the newest; None where it is no id at all."""
    return _id(request.args, "after")


def _id(sent: MultiDict[str, str], name: str) -> int | None:
    value = sent.get(name, type=int)
    return value if value is not None and 0 < value <= _LARGEST else None
