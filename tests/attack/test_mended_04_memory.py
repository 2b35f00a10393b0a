"""What a process keeps is bounded in bytes, whatever readers put into addresses."""

from __future__ import annotations

import ast
import inspect
import random
import textwrap
import tracemalloc
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from flask import Flask

from consult.shared.memory import MOST_BYTES, UNKNOWN, Held, Shelf, size_of
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.factories.voices import comment
from tests.public.conftest import Committed, asked, committed

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.conftest import At

__all__ = ["asked", "committed"]
READING = {"before": "before", "after": "after"}


def held(app: Flask) -> Held:
    found: Held = app.extensions["memory"].held()
    return found


def test_what_no_view_reads_makes_no_other_page_and_stands_in_no_link(
    app: Flask, asked: Scene, at: At
) -> None:
    at(moments.DURING)
    path = f"/en/consultations/{asked.consultation.slug}/contributions/"
    pages = [app.test_client().get(f"{path}?{query}").text for query in ("x=first", "x=second&y[]=third", "")]
    assert len(held(app).of("pages")) == 1
    assert pages[0] == pages[1] == pages[2]
    assert "first" not in pages[0].split("<main")[0]
    asked_for = app.test_client().get(f"{path}?y=1&clause=whole&clause=2").text
    assert "?clause=whole" in asked_for.split("</head>")[0]
    assert "y=1" not in asked_for
    assert len(held(app).of("pages")) == 2


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
    for kind in MOST_BYTES:
        monkeypatch.setitem(MOST_BYTES, kind, room)
    app.extensions["memory"].forget()
    client = app.test_client()
    for number in range(1, 25):
        path = invented.format(slug=asked.consultation.slug, reference=reference, n=number)
        assert client.get(f"/en/{path}").status_code in {200, 404}
    assert all(held(app).of(kind).bytes <= room for kind in MOST_BYTES)


def test_what_is_asked_for_stays_and_what_is_not_goes() -> None:
    shelf = Shelf(100_000)
    shelf.put("asked for", "a" * 9_000)
    for number in range(100):
        assert shelf.get("asked for") == "a" * 9_000
        shelf.put(number, "x" * 9_000)
    assert shelf.get(0) is UNKNOWN
    assert shelf.get(99) == "x" * 9_000
    assert shelf.bytes <= 100_000
    assert 5 < len(shelf) < 12
    shelf.put(99, None)
    assert shelf.get(99) is None
    shelf.put("too large", "x" * 60_000)
    assert shelf.get("too large") is UNKNOWN
    assert shelf.get("asked for") is not UNKNOWN


def test_threads_that_keep_and_drop_at_once_lose_no_count() -> None:
    shelf = Shelf(50_000)

    def use(seed: int) -> None:
        chance = random.Random(seed)  # noqa: S311 - which is asked for, no secret
        for _ in range(2_000):
            key = chance.randrange(40)
            if shelf.get(key) is UNKNOWN:
                shelf.put(key, "x" * chance.randrange(4_000))

    threads = [Thread(target=use, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.bytes == sum(size for _value, size in shelf._kept.values()) <= 50_000


@pytest.mark.parametrize(
    "make",
    [
        lambda: [f"word {number}" for number in range(5_000)],
        lambda: {number: ("كلمة" * 20, number) for number in range(2_000)},
        lambda: "ك" * 300_000,
    ],
)
def test_bytes_are_counted_as_they_are_taken(make: Callable[[], object]) -> None:
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    made = make()
    taken = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert 0.6 < size_of(made) / taken < 1.7


def test_every_view_whose_page_is_kept_declares_all_that_it_reads(app: Flask) -> None:
    """A parameter that is read and not declared would give one reader another's page."""
    found = 0
    for endpoint, view in app.view_functions.items():
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(view)))
        names = getattr(view, "parameters", None)
        if names is None:
            assert "render_page(" not in source, f"{endpoint} declares no parameters"
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
