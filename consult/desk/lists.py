"""The lists of the desk (``desk/_list.html``): what is looked for in one, the page that is shown, and the ways on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Generic, TypeVar

from flask import request, url_for

from consult.search.queries import MOST_TYPED, wanted_words
from consult.shared.folding import fold
from consult.shared.text import clean_line
from consult.web.pagination import LONG, Page, after, following, page_of

T = TypeVar("T")
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


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """The rows of a page of what was found, all that was found, and what stands around them."""

    rows: Sequence[T]
    all: Sequence[T]
    listing: Listing


def find(
    rows: Sequence[T],
    endpoint: str,
    names: Callable[[T], Iterable[str]],
    *,
    key: Callable[[T], int] = attrgetter("id"),
) -> Found[T]:
    """Return the page of ``rows`` that the address asks for: of those whose ``names`` hold the words of ``?q=``."""
    typed = clean_line(request.args.get("q", "")[:MOST_TYPED])
    words, begun = wanted_words(typed), after()
    found = [row for row in rows if _holds(names(row), words)] if words else rows
    page = page_of(
        following(found, begun, key=key), LONG, begun,
        lambda place: url_for(endpoint, q=typed or None, after=place), key=key,
    )  # fmt: skip
    listing = Listing(
        url_for(endpoint), page.newer_url, page.older_url, typed, searched=bool(typed) or len(rows) > FEW
    )
    return Found(page.items, found, listing)


def newest_first(page: Page[Any], url: str) -> Listing:
    """Return what stands around a page of a list that begins with the newest and is not searched."""
    return Listing(url, page.newer_url, page.older_url, by_time=True)


def _holds(names: Iterable[str], words: Iterable[str]) -> bool:
    """Whether all words stand in the names, each of them within another word too, as wherever something is searched."""
    text = fold("\n".join(names))
    return all(word in text for word in words)
