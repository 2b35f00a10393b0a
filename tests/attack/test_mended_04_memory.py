"""What a process keeps is bounded in bytes, whatever readers put into addresses."""

from __future__ import annotations

import ast
import gc
import inspect
import textwrap
import tracemalloc
from time import monotonic
from typing import TYPE_CHECKING

import pytest
from cachetools import TTLCache
from flask import Flask

from consult.web.kept_page import KeptPage
from consult.web.page_cache import MOST_BYTES, PAGE_CACHE, Key, PageCache
from tests.access.visiting import browser
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed, asked, committed

if TYPE_CHECKING:
    from tests.conftest import At

__all__ = ["asked", "committed"]
READING = {"before": "before", "after": "after", "place": "after"}


def cache(app: Flask) -> PageCache:
    found: PageCache = app.extensions[PAGE_CACHE]
    return found


def with_room(room: int) -> TTLCache[Key, KeptPage]:
    """Return an empty store of ``room`` bytes in which pages stay for the length of a test."""
    return TTLCache(room, ttl=600, timer=monotonic, getsizeof=lambda page: page.size)


def test_what_no_view_reads_makes_no_other_page_and_stands_in_no_link(
    app: Flask, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    path = f"/en/consultations/{asked.consultation.slug}/contributions/"
    pages = [app.test_client().get(f"{path}?{query}").text for query in ("x=first", "x=second&y[]=third", "")]
    assert len(cache(app).pages()) == 1
    assert pages[0] == pages[1] == pages[2]
    assert "first" not in pages[0].split("<main")[0]
    asked_for = app.test_client().get(f"{path}?y=1&clause=whole&clause=2").text
    assert "?clause=whole" in asked_for.split("</head>")[0]
    assert "y=1" not in asked_for
    # Who asks for what no view reads, or twice for the same, leaves nothing behind.
    assert len(cache(app).pages()) == 1


def test_what_is_carried_into_the_other_language_stays_whole(app: Flask, asked: Scene, at: At) -> None:
    at(moments.DURING)
    assert asked.id
    page = app.test_client().get("/en/login?next=/en/account/%3Fbefore%3D3", may_set_cookie=True).text
    assert 'href="/ar/login?next=/en/account/%3Fbefore%3D3"' in page


@pytest.mark.parametrize(
    "invented",
    [
        "consultations/{slug}/contributions/?clause=x{n}",
        "consultations/{slug}/contributions/?before={n}",
        "consultations/{slug}/text/?clause={n}",
        "contributions/{reference}?after={n}",
        "consultations/no-{n}/",
        "plans/no-{n}/",
        "organisations/no-{n}/",
    ],
)
def test_invented_addresses_leave_no_more_than_there_is_room_for(
    app: Flask, asked: Scene, committed: Committed, at: At, invented: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    with committed() as session:
        reference = comment(session, asked).reference
    room = 400_000
    monkeypatch.setattr(cache(app), "_kept", with_room(room))
    client = app.test_client()
    for number in range(1, 25):
        path = invented.format(slug=asked.consultation.slug, reference=reference, n=number)
        assert client.get(f"/en/{path}").status_code in {200, 404}
        assert cache(app).weight <= room


def test_what_is_kept_of_many_pages_takes_no_more_memory_than_it_says(
    app: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    monkeypatch.setattr(cache(app), "_kept", with_room(MOST_BYTES))
    client = browser(app)
    path = f"/en/consultations/{asked.consultation.slug}/contributions/?before="
    client.get(f"{path}1", headers={"Accept-Encoding": "br"})
    tracemalloc.start()
    cache(app).clear()
    before = tracemalloc.get_traced_memory()[0]
    for number in range(2, 62):
        client.get(f"{path}{number}", headers={"Accept-Encoding": "br"})
    kept = [len(body) for page in cache(app).pages() for body in page.bodies.values()]
    # What nobody holds any longer takes no memory: it waits to be swept away.
    gc.collect()
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert len(cache(app).pages()) == 60
    assert sum(kept) <= cache(app).weight
    assert taken < 2 * cache(app).weight


def test_an_address_that_a_reader_made_long_is_not_remembered(app: Flask) -> None:
    """Who asks for one's own pages is led to the form to sign in, with all that stood in the address."""
    client = app.test_client()
    client.get("/en/account/?x=0", may_set_cookie=True)
    remembered = len(app._addresses)  # type: ignore[attr-defined]
    for number in range(3):
        answer = client.get(f"/en/account/?x={number}{'%25' * 1000}")
        assert answer.status_code == 303
    assert len(app._addresses) == remembered  # type: ignore[attr-defined]


def test_every_view_whose_page_is_kept_declares_all_that_it_reads(app: Flask) -> None:
    """A parameter that is read and not declared would give one reader another's page."""
    found = 0
    for endpoint, view in app.view_functions.items():
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))
        names = getattr(view, "parameters", None)
        if names is None:
            continue
        module = inspect.getsource(inspect.getmodule(view))  # type: ignore[arg-type]  # a view stands in one
        helpers = [part for part in _functions(module) if not part.startswith("@") and "request.args" in part]
        used = source + "".join(part for part in helpers if part.split("(")[0].split()[-1] in source)
        assert _read(used) <= set(names), endpoint
        found += 1
    assert found >= 13


def _functions(module: str) -> list[str]:
    """Return the source of each function that stands in a module, its decorators first."""
    tree = ast.parse(module)
    lines = module.splitlines(keepends=True)
    functions = [node for node in tree.body if isinstance(node, ast.FunctionDef)]
    return [
        "".join(
            lines[min([node.lineno, *(each.lineno for each in node.decorator_list)]) - 1 : node.end_lineno]
        )
        for node in functions
    ]


def _read(source: str) -> set[str]:
    """Return the names of the parameters that a piece of source reads from the address."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    named = {
        str(call.args[0].value)
        for call in calls
        if ast.unparse(call.func) == "request.args.get" and isinstance(call.args[0], ast.Constant)
    }
    return named | {READING[name] for call in calls if (name := ast.unparse(call.func)) in READING}
