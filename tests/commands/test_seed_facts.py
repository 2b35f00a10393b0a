"""Every fact that the owner's two documents name stands on a public page in exact Arabic."""

from __future__ import annotations

from collections import Counter

import pytest
from flask.testing import FlaskClient

from tests.commands.conftest import Loaded
from tests.commands.seed_facts import FACTS, MINUTES, SeedFact
from tests.review import Page
from tests.site_map import mapped

# What a page carries for browsers and not for readers.
_MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u2066\u2067\u2068\u2069"))


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: pages ask the same queries on both."""
    return "sqlite"


@pytest.fixture(scope="module")
def texts(loaded: Loaded) -> dict[str, str]:
    """Return the words of every public page in Arabic, by its address: of each in the map, and of the minutes.

    Names stand on the page of minutes, so that no search engine is to keep it, and the map leaves it out.
    """
    client = FlaskClient(loaded.app, use_cookies=False)
    arabic = [path for path in mapped(client) if path.startswith("/ar/")]
    return {path: read(client.get(path).text, path) for path in [*arabic, MINUTES]}


def read(source: str, path: str) -> str:
    """Return the words of a page's body as they are read, with one space between them."""
    body = next(Page(path, {}, source).every("body"))
    return " ".join(" ".join(body.itertext()).translate(_MARKS).split())


def test_seed_facts_are_all_there_once() -> None:
    assert Counter(fact.id for fact in FACTS).most_common(1)[0][1] == 1
    assert all(fact.words for fact in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda fact: str(fact.id))
def test_seed_fact(texts: dict[str, str], fact: SeedFact) -> None:
    among = [texts[fact.page]] if fact.page else texts.values()
    assert any(all(each in text for each in fact.words) for text in among), (
        f"{fact.id}: {missing(texts, fact)}"
    )


def test_seed_facts_are_told(texts: dict[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    """Print them by their pages; that each stands there is tested above, one by one."""
    assert len(texts) > 150
    pages = dict.fromkeys(fact.page for fact in FACTS)
    with capsys.disabled():
        print(f"\nfound: {len(FACTS)}")  # noqa: T201 - what is asked of this test
        for page in pages:
            of = [fact.id for fact in FACTS if fact.page == page]
            print(f"  {page or 'on any page'}: {', '.join(of)}")  # noqa: T201 - the same


def missing(texts: dict[str, str], fact: SeedFact) -> str:
    """Return which words of a fact stand nowhere; else on which pages each of them does."""
    where = {each: [path for path, text in texts.items() if each in text] for each in fact.words}
    gone = [each for each, paths in where.items() if not paths]
    return f"nowhere {gone}" if gone else str(where)
