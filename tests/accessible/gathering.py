"""Every page of the site, rendered once: what the map of addresses leads to, in worlds where things are there.

A world is a consultation in one state with everything in it (``tests/access/world.py``), or the demonstration. Each
page is read as a reader sees it, else as the first visitor who sees it at all; pages for everyone are read a second
time as somebody signed in, another in each world. Beside the addresses themselves: those with a query that pages link
to, forms that come back with errors, and the page of what is missing. Of one address, only the pages that are made of
something which no other of those kept is made of are kept, always in both languages.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tests.access.declared import NEEDS, Answer
from tests.access.visiting import Visit, browser, path_of, what_is_due
from tests.attack.forms import _ENDING, Shown, get, send, shown
from tests.review import Page

if TYPE_CHECKING:
    from flask import Flask
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.access.people import Visitor
    from tests.access.world import World

LANGUAGES = ("ar", "en")
MISSING = "there-is-no-such-page"
_LINK = re.compile(r'href="(/en/[^"#]*\?[^"#]*)"')
_PAGES = frozenset({200, 404, 410, 422})
# Pages of no one consultation that show in which state it is.
_FOLLOWING = frozenset({
    "desk.home", "public.account", "public.consultations", "public.home", "public.moderation_log",
})  # fmt: skip
_TAG = re.compile(r"<[a-z][^<>]*>")
# What an element shows is not what it is made of.
_SHOWN = re.compile(
    r"\s(?:value|href|id|for|action|formaction|datetime|title|content|label|width|x|d|"
    r'aria-(?:label|describedby|labelledby))="[^"]*"|\d+'
)


@dataclass(frozen=True)
class Seen:
    """A page as somebody was shown it."""

    world: str
    endpoint: str
    path: str
    visitor: str
    lang: str
    status: int
    headers: dict[str, str] = field(repr=False)
    body: str = field(repr=False)

    def __str__(self) -> str:
        """Say which page it is."""
        return f"{self.path} as {self.visitor} ({self.world})"

    def parsed(self) -> Page:
        """Return the page, parsed."""
        return self._page

    @cached_property
    def _page(self) -> Page:
        # Many tests read the same pages, and reading HTML is slow.
        return Page(self.path, self.headers, self.body)


def gather(app: Flask, world: World, name: str, *, whole: bool) -> list[Seen]:
    """Return the pages of a world, each in English and then in Arabic; ``whole``: those too that no state changes."""
    client, found = browser(app), []
    for english, visitor in _visits(app, client, world, name, whole=whole):
        found += [english, _read(client, english, f"/ar/{english.path[4:]}", visitor)]
    return found + list(_with_errors(app, world, name, found))


def telling(pages: Iterable[Seen]) -> list[Seen]:
    """Return the pages that are made of something which no other of them, of the same address, is made of.

    Both languages of a page are kept, or neither.
    """
    both: dict[tuple[str, str, str, str], list[Seen]] = {}
    for seen in pages:
        both.setdefault((seen.world, seen.endpoint, seen.visitor, seen.path[3:]), []).append(seen)
    parts = {key: {part for seen in page for part in _parts(seen)} for key, page in both.items()}
    often = Counter(part for each in parts.values() for part in each)
    for key, made_of in parts.items():
        if all(often[part] > 1 for part in made_of):
            often.subtract(made_of)
            del both[key]
    return [seen for page in both.values() for seen in page]


def _parts(seen: Seen) -> set[tuple[str, str, str]]:
    """Return the elements that a page is made of, without what they show."""
    return {(seen.endpoint, seen.lang, _SHOWN.sub("", part)) for part in _TAG.findall(seen.body)}


def _visits(
    app: Flask, client: FlaskClient, world: World, name: str, *, whole: bool
) -> Iterator[tuple[Seen, Visitor]]:
    """Yield each page in English, with who reads it, and those that it links to with a query."""
    turn = list(type(world.state)).index(world.state) % len(world.visitors)
    in_turn = [*world.visitors[turn:], *world.visitors[:turn]]
    asked: set[tuple[str, str]] = set()
    for rule in app.url_map.iter_rules():
        needs = NEEDS.get(rule.endpoint)
        if needs is None or "GET" not in (rule.methods or ()) or "lang" not in rule.arguments:
            continue
        if needs.once and not whole and rule.endpoint not in _FOLLOWING:
            continue
        plain = Seen(name, rule.endpoint, path_of(app, rule, world.things), "", "en", 0, {}, "")
        for visitor in _readers([Visit(rule, plain.path, "GET", one) for one in in_turn], world):
            page = read(client, plain, plain.path, visitor)
            if page is None:
                continue
            yield page, visitor
            for link in _LINK.findall(page.body):
                address = link.replace("&amp;", "&")
                shape = (urlsplit(address).path, re.sub(r"=[^&]*", "", urlsplit(address).query))
                linked = read(client, plain, address, visitor) if shape not in asked else None
                asked.add(shape)
                if linked is not None:
                    yield linked, visitor
    nobody, missing = world.visitors[0], Seen(name, "missing", "", "", "en", 0, {}, "")
    yield _read(client, missing, f"/en/{MISSING}", nobody), nobody


def _readers(visits: list[Visit], world: World) -> list[Visitor]:
    """Return a reader, if the page is there for one, and the first of the others for whom it is there."""
    there = [visit.visitor for visit in visits if what_is_due(visit, world) is Answer.REACHES]
    readers = [visitor for visitor in there if visitor.actor is None][:1]
    return readers + [visitor for visitor in there if visitor.actor is not None][:1]


def read(client: FlaskClient, like: Seen, path: str, visitor: Visitor) -> Seen | None:
    """Return a page as a visitor is shown it; None where a file is there, or the way to signing in."""
    answer = get(client, path, visitor.cookie)
    if answer.mimetype != "text/html" or answer.status_code == HTTPStatus.SEE_OTHER:
        return None
    return _seen(answer, replace(like, path=path), visitor.name)


def _read(client: FlaskClient, like: Seen, path: str, visitor: Visitor) -> Seen:
    page = read(client, like, path, visitor)
    assert page is not None, f"{path} is no page"
    return page


def _seen(answer: TestResponse, like: Seen, visitor: str) -> Seen:
    assert answer.status_code in _PAGES, f"{like.path} as {visitor} answered {answer.status_code}"
    headers = {name: value for name, value in answer.headers.items() if name != "Set-Cookie"}
    return replace(
        like,
        visitor=visitor,
        lang=like.path[1:3],
        status=answer.status_code,
        headers=headers,
        body=answer.text,
    )


def _with_errors(app: Flask, world: World, name: str, found: list[Seen]) -> Iterator[Seen]:
    """Yield what forms come back as when nothing, or nothing that can be meant, is typed into their fields."""
    everyone = {visitor.name: visitor for visitor in world.visitors}
    pages = [(seen.path, everyone[seen.visitor], _Again(seen)) for seen in found]
    done: set[tuple[str, str]] = set()
    for form in shown(app, pages):  # type: ignore[arg-type]  # what an answer has that is asked of it here
        key = (form.endpoint, form.action[1:3])
        if form.typed and form.endpoint not in _ENDING and key not in done:
            done.add(key)
            answer = send(app, form, _nonsense(form))
            if answer.status_code in {200, 422} and answer.mimetype == "text/html":
                like = Seen(name, f"{form.endpoint} (refused)", form.action, "", "", 0, {}, "")
                yield _seen(answer, like, form.visitor.name)


def _nonsense(form: Shown) -> dict[str, list[str]]:
    """Return the form with nothing where something is needed, and with an address that is none."""
    filled = form.filled(
        lambda name, kind: "@" if kind in {"email", "url"} or name.endswith(("_at", "website")) else ""
    )
    # A file that is not at hand needs nothing else, and the same again would be no version.
    filled.pop("not_at_hand", None)
    return filled


class _Again:
    """An answer that was kept, for those who look for the forms on it."""

    def __init__(self, seen: Seen) -> None:
        self.mimetype, self.headers, self.text = "text/html", seen.headers, seen.body
