"""Pages of a long list: where one begins, which stands in the address, and the addresses of those beside it.

Where a page begins is the place of the last row before it: all that the list is ordered by, so that the place stays
where the row goes. In a list by number that is the number itself. What is no place is the first page, under the address
of that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any, Generic, NamedTuple, TypeVar, get_type_hints

from flask import request
from werkzeug.datastructures import MultiDict

from consult.orm import LARGEST_ID
from consult.web.parameters import unheeded

T = TypeVar("T")
K = TypeVar("K")
P = TypeVar("P", bound=NamedTuple)
_LONGEST = 200
_BETWEEN, _MOMENT = "~", "%Y%m%dT%H%M%S.%fZ"
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
    begun: K | None,
    address: Callable[[K | None], str],
    *,
    key: Callable[[T], K] = attrgetter("id"),
) -> Page[T]:
    """Return the page that ``rows`` begin; one row more than ``size`` says that another follows.

    ``begun`` is the place that this page follows, None for the first; ``address`` makes the address of the page that
    follows a place, or of the first.
    """
    items = rows[:size]
    more = len(rows) > len(items)
    return Page(
        items,
        newer_url=address(None) if begun is not None else None,
        older_url=address(key(items[-1])) if more else None,
    )


def before(sent: MultiDict[str, str] | None = None) -> int | None:
    """Return the number of ``?before=``, or of that name in what was ``sent``; None where it is none."""
    return _read("before", _number, request.args if sent is None else sent)


def after() -> int | None:
    """Return the number of ``?after=``, in lists by number that do not begin with the newest; None where it is none."""
    return _read("after", _number, request.args)


def place(kind: type[P], **known: object) -> P | None:
    """Return the place of ``?after=`` in a list of an order of its own, a named tuple; None where it is none.

    What is ``known`` of it, such as the language of the order, makes any other place none.
    """
    return _read("after", lambda typed: _place(kind, typed, known), request.args)


def written(begun: tuple[Any, ...] | None) -> str | None:
    """Return a place as it stands in an address: ``20260322T060000.000000Z~open~17``."""
    return None if begun is None else _BETWEEN.join(map(_written, begun))


def _read(name: str, reading: Callable[[str], T], sent: MultiDict[str, str]) -> T | None:
    typed = sent.get(name)
    if typed is None:
        return None
    try:
        return reading(typed[: _LONGEST + 1])
    except ValueError:
        unheeded(name)
        return None


def _number(typed: str) -> int:
    number = int(typed)
    if not 0 < number <= LARGEST_ID or typed != str(number):
        raise ValueError(typed)
    return number


def _place(kind: type[P], typed: str, known: Mapping[str, object]) -> P:
    kinds, parts = list(get_type_hints(kind).values()), typed.split(_BETWEEN)
    if len(typed) > _LONGEST or len(parts) != len(kinds):
        raise ValueError(typed)
    found = kind._make(_part(*each) for each in zip(kinds, parts, strict=True))
    # Of several ways to write a place one is its address.
    if written(found) != typed or any(getattr(found, name) != value for name, value in known.items()):
        raise ValueError(typed)
    return found


def _part(kind: type[Any], typed: str) -> object:
    if kind is int:
        return _number(typed)
    if kind is datetime:
        return datetime.strptime(typed, _MOMENT).replace(tzinfo=UTC)
    if kind is date:
        return date.fromisoformat(typed)
    if not typed.isprintable() or typed != typed.strip():
        raise ValueError(typed)
    return kind(typed)


def _written(part: object) -> str:
    return part.astimezone(UTC).strftime(_MOMENT) if isinstance(part, datetime) else str(part)
