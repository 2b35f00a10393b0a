"""Every fact that the owner's two documents name stands on a public page in exact Arabic, or waits for its page."""

from __future__ import annotations

from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from flask.testing import FlaskClient

from tests.access.test_sitemap import named
from tests.commands.conftest import Loaded
from tests.commands.seed_facts import FACTS, Mark, SeedFact
from tests.review import Page

# What a page carries for browsers and not for readers.
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: pages ask the same queries on both."""
    return "sqlite"


@pytest.fixture(scope="module")
def texts(loaded: Loaded) -> dict[str, str]:
    """Return the words of every public page in Arabic, by its address."""
    client = FlaskClient(loaded.app, use_cookies=False)
    mapped = named(ET.fromstring(client.get("/sitemap.xml").data))  # noqa: S314 - our own
    return {path: read(client.get(path).text, path) for path in mapped if path.startswith("/ar/")}


def read(source: str, path: str) -> str:
    """Return the words of a page's body as they are read, with one space between them."""
    body = next(Page(path, {}, source).every("body"))
    return " ".join(" ".join(body.itertext()).translate(_MARKS).split())


def test_seed_facts_are_all_there_once() -> None:
    assert Counter(fact.id for fact in FACTS).most_common(1)[0][1] == 1
    assert all(fact.words for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.id))
def test_seed_fact(texts: dict[str, str], fact: SeedFact) -> None:
    """One that is marked as found stands there; one that waits does not yet, so that its mark goes when it comes."""
    among = [texts[fact.page]] if fact.page else texts.values()
    there = any(all(each in text for each in fact.words) for text in among)
    assert there is (fact.mark is Mark.FOUND), f"{fact.id}, {fact.mark.value}: {missing(texts, fact)}"


def test_seed_facts_are_told(texts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Print which are found and which wait; that each does as its mark says is tested above, one by one."""
    assert len(texts) > 150
    with capsys.disabled():
        for mark in Mark:
            of = [fact.id for fact in FACTS if fact.mark is mark]
            print(f"\n{mark.value}: {len(of)}\n  {', '.join(of)}")  # noqa: T201 - what is asked of this test


def missing(texts: dict[str, str], fact: SeedFact) -> str:
    """Return which words of a fact stand nowhere; else on which pages each of them does."""
    where = {each: [path for path, text in texts.items() if each in text] for each in fact.words}
    gone = [each for each, paths in where.items() if not paths]
    return f"nowhere {gone}" if gone else str(where)
