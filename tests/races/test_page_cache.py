"""Many ask for one page at once: it is built once, and nobody waits for a builder that fails or is slow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from threading import Barrier, Event
from typing import TYPE_CHECKING, Any

from flask import Flask

from consult.web import page_cache
from consult.web.page_cache import PAGE_CACHE
from tests.factories import moments
from tests.factories.scenes import Scene
from tests.public.conftest import asked, committed

if TYPE_CHECKING:
    import pytest

    from tests.conftest import At

__all__ = ["asked", "committed"]
PATIENCE = 10


def text_url(asked: Scene) -> str:
    return f"/en/consultations/{asked.consultation.slug}/text/"


def test_many_at_once_are_built_for_once(
    app: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    gate, begun, go_on = Barrier(5), Event(), Event()
    counted = []
    view = app.view_functions["public.text"]

    @wraps(view)
    def slow(**named: Any) -> Any:  # noqa: ANN401 - the view
        counted.append(1)
        begun.set()
        assert go_on.wait(PATIENCE)
        return view(**named)

    monkeypatch.setitem(app.view_functions, "public.text", slow)
    monkeypatch.setattr(page_cache, "_LONGEST_WAIT", PATIENCE)

    def ask(_number: int) -> bytes:
        gate.wait(PATIENCE)
        return bytes(app.test_client().get(text_url(asked)).data)

    with ThreadPoolExecutor(5) as threads:
        asking = threads.map(ask, range(5))
        assert begun.wait(PATIENCE)
        go_on.set()
        assert len(set(asking)) == 1
    assert len(counted) == 1


def test_who_has_waited_long_enough_and_whose_builder_failed_builds_for_themselves(
    app: Flask, asked: Scene, at: At, monkeypatch: pytest.MonkeyPatch
) -> None:
    at(moments.DURING)
    begun, go_on = Event(), Event()
    counted = []
    view = app.view_functions["public.text"]

    @wraps(view)
    def first_fails(**named: Any) -> Any:  # noqa: ANN401 - the view
        counted.append(1)
        if len(counted) > 1:
            return view(**named)
        begun.set()
        assert go_on.wait(PATIENCE)
        raise RuntimeError

    monkeypatch.setitem(app.view_functions, "public.text", first_fails)
    monkeypatch.setattr(page_cache, "_LONGEST_WAIT", 0.05)
    app.testing = app.config["PROPAGATE_EXCEPTIONS"] = False

    def ask(_number: int) -> int:
        return app.test_client().get(text_url(asked)).status_code

    with ThreadPoolExecutor(2) as threads:
        failing = threads.submit(ask, 0)
        assert begun.wait(PATIENCE)
        assert threads.submit(ask, 1).result(PATIENCE) == 200
        go_on.set()
        assert failing.result(PATIENCE) == 500
    assert ask(2) == 200
    assert not app.extensions[PAGE_CACHE]._being_built
