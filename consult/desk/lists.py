"""The lists of the desk (``desk/_list.html``): what is looked for in one, the page that is shown, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from flask import request, url_for

from consult.search.queries import MOST_TYPED, wanted_words
from consult.shared.folding import fold
from consult.shared.text import clean_line
from consult.web.pagination import LONG, Page, page_of, written

T = TypeVar("T")
P = TypeVar("P", bound=NamedTuple)
T_co = TypeVar("T_co", covariant=True)
P_contra = TypeVar("P_contra", bound=NamedTuple, contravariant=True)
# A list that is seen at once needs no search.
FEW = 10


@dataclass(frozen=True, slots=True)
class Listing:
    """What stands around the rows of a list: ``url`` is the whole of it, ``words`` what was looked for.

    ``by_time`` is a list that begins with the newest, and not one with an order of its own.
    """

    url: str
    newer_url: str | None
    older_url: str | None
    words: str = ""
    searched: bool = False
    by_time: bool = False


class Read(Protocol[T_co, P_contra]):
    """Reads the rows of a list after a place, in the order of their places; without a limit, all of them."""

    def __call__(self, *, begun: P_contra | None, limit: int | None) -> Sequence[T_co]:
        """Return them."""


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The rows of a page of what was found, and what stands around them."""

    rows: Sequence[T]
    listing: Listing


def find(
    read: Read[T, P],
    endpoint: str,
    names: Callable[[T], Iterable[str]],
    *,
    begun: P | None,
    key: Callable[[T], P],
) -> Found[T]:
    """Return the page after ``begun``, the place in the address; of those whose ``names`` hold the words of ``?q=``.

    Without words only the page is read. Lists at the desk are short enough to be searched by reading them.
    """
    typed = clean_line(request.args.get("q", "")[:MOST_TYPED])
    words = wanted_words(typed)
    rows = read(begun=begun, limit=None if words else LONG + 1)
    if words:
        rows = [row for row in rows if holds(names(row), words)]
    page = page_of(
        rows, LONG, begun, lambda last: url_for(endpoint, q=typed or None, after=written(last)), key=key
    )
    long = begun is not None or len(rows) > FEW
    listing = Listing(url_for(endpoint), page.newer_url, page.older_url, typed, searched=bool(typed) or long)
    return Found(page.items, listing)


def newest_first(page: Page[Any], url: str) -> Listing:
    """Return what stands around a page of a list that begins with the newest and is not searched."""
    return Listing(url, page.newer_url, page.older_url, by_time=True)


def holds(names: Iterable[str], words: Iterable[str]) -> bool:
    """Whether all words stand in the names, each of them within another word too, as wherever something is searched."""
    text = fold("\n".join(names))
    return all(word in text for word in words)
