"""Whoever follows all links of the demonstration finds the pages that the map of the site names, and no others.

On the way, what each of them tells search engines and messengers is read.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution, Status
from consult.shared.language import language_of
from consult.shared.text import letters
from consult.web.hreflang import LONGEST
from tests.review import Page, words
from tests.site_map import mapped as pages_of_the_map

if TYPE_CHECKING:
    from flask import Flask

    from tests.commands.conftest import Loaded

# What readers come to and nobody searches for: forms, the way to an account, and names.
LEFT_OUT = {
    "public.minutes",
    "public.login",
    "public.propose",
    "public.reply",
    "public.report",
    "public.apply_for_organisation",
}
# Files: they are no pages.
FILES = {
    "public.action_items_csv", "public.action_items_jsonl", "public.contributions_csv", "public.contributions_jsonl",
    "public.documents_csv", "public.initiative_csv", "public.minutes_file", "public.plan_csv", "public.plan_xlsx",
    "public.progress_csv", "public.progress_pdf", "public.revisions_csv", "public.sealed", "site.verifier", "static",
}  # fmt: skip
# Addresses whose title and description may be those of another page: none.
ALIKE: set[str] = set()
MOST_PAGES = 6000
HREF = re.compile(r'<a\b[^>]*\shref="(/[^"#]*)')


@dataclass(frozen=True)
class Walked:
    """The pages that links lead to, by path, without the queries that lead on in their lists; and where each leads."""

    pages: dict[str, str]
    kinds: dict[str, str]


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: what is named is tested on both beside the queries."""
    return "sqlite"


@pytest.fixture(scope="module")
def walked(loaded: Loaded) -> Walked:
    """Follow every link from the home page as a reader, in both languages."""
    app, pages, kinds = loaded.app, dict[str, str](), dict[str, str]()
    client, waiting, seen = FlaskClient(app, use_cookies=False), ["/ar/"], {"/ar/"}
    while waiting:
        address = waiting.pop()
        path = urlsplit(address).path
        kinds[path] = endpoint_of(app, path)
        if kinds[path] in FILES | LEFT_OUT:
            continue
        answer = client.get(address)
        assert answer.status_code == 200, address
        if address == path:
            pages[path] = answer.text
        new = [link for link in map(unescape, HREF.findall(answer.text)) if link not in seen]
        seen.update(new)
        waiting += new
        assert len(seen) < MOST_PAGES
    return Walked(pages, kinds)


def endpoint_of(app: Flask, path: str) -> str:
    """Return which view answers a path."""
    return str(app.url_map.bind("localhost").match(path, method="GET")[0])


@pytest.fixture(scope="module")
def mapped(loaded: Loaded) -> list[str]:
    """Return the addresses that the map names."""
    client = FlaskClient(loaded.app)
    assert client.get("/sitemap.xml").headers["X-Robots-Tag"] == "noindex"
    return pages_of_the_map(client)


def test_the_map_names_what_links_lead_to_and_nothing_else(
    loaded: Loaded, walked: Walked, mapped: list[str]
) -> None:
    with Session(loaded.database.engine) as session:
        gone = set(
            session.scalars(select(Contribution.reference).where(Contribution.status != Status.PUBLISHED))
        )
    assert gone
    reached = {path for path in walked.pages if path.rpartition("/")[2] not in gone}
    assert reached - set(mapped) == set()
    assert set(mapped) - reached == set()
    assert set(walked.kinds.values()) >= LEFT_OUT, "nothing is left out that is not there"
    assert len(mapped) > 300


def test_robots_are_told_of_it_and_kept_away(loaded: Loaded) -> None:
    told = FlaskClient(loaded.app).get("/robots.txt").text
    assert "Disallow: /\n" in told
    assert "Sitemap: http://localhost/sitemap.xml\n" in told


def metas(page: Page) -> dict[str, list[str]]:
    """Return what the head says, by name or property."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in page.every("meta"):
        found[each.get("name") or each.get("property") or ""].append(each.get("content", ""))
    return found


def previews(walked: Walked, mapped: list[str]) -> Iterator[tuple[str, Page, dict[str, list[str]]]]:
    """Yield each page that the map names with what its head says."""
    for path in mapped:
        head = walked.pages[path].partition("</head>")[0]
        page = Page(path, {}, f"{head}</head><body></body></html>")
        yield path, page, metas(page)


ONCE = (
    "description", "og:title", "og:description", "og:type", "og:url", "og:locale", "og:locale:alternate",
    "og:site_name", "og:image", "og:image:alt",
)  # fmt: skip


def test_each_page_says_once_what_it_is_in_its_own_language(walked: Walked, mapped: list[str]) -> None:
    for path, page, said in previews(walked, mapped):
        lang = path[1:3]
        for name in ONCE:
            assert len(said[name]) == 1, f"{path}: {name}"
            assert said[name][0].strip(), f"{path}: {name}"
        about = said["description"][0]
        assert language_of(about) == lang, f"{path}: {about}"
        assert 10 < letters(about) <= LONGEST + 1, path
        assert said["og:description"] == [about]
        title = words(next(page.every("title")))
        assert title.startswith(" ".join(words_of(said["og:title"][0]).rstrip("…").split())), path
        assert said["og:url"] == [f"http://localhost{path}"]
        assert said["og:locale"] == [{"ar": "ar_JO", "en": "en_GB"}[lang]]
        assert said["og:locale:alternate"] == [{"en": "ar_JO", "ar": "en_GB"}[lang]]
        assert said["og:type"][0] in {"article", "website"}


def words_of(text: str) -> str:
    """Return a text as ``words`` reads an element: without marks of direction."""
    element = ET.Element("p")
    element.text = text
    return words(element)


def test_no_two_pages_say_the_same_of_themselves(walked: Walked, mapped: list[str]) -> None:
    found: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for path, _page, said in previews(walked, mapped):
        found[path[1:3], said["og:title"][0], said["description"][0]].append(path)
    assert {path for paths in found.values() if len(paths) > 1 for path in paths} == ALIKE


def test_the_picture_is_there(loaded: Loaded, walked: Walked) -> None:
    addresses = {metas(Page(path, {}, walked.pages[path]))["og:image"][0] for path in ("/ar/", "/en/plans/")}
    assert len(addresses) == 1
    address = addresses.pop()
    assert address.startswith("http://localhost/static/dist/card.")
    answer = FlaskClient(loaded.app).get(urlsplit(address).path)
    assert answer.mimetype == "image/png"
    # The size of a PNG stands at its beginning.
    assert answer.data[16:24] == (1200).to_bytes(4, "big") + (630).to_bytes(4, "big")
