"""Many ask for one page at once: it is built once, and nobody waits for a builder that fails or is slow."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from threading import Barrier, Event
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any

from flask import Flask
from flask.testing import FlaskClient

from consult.web import kept_page, page_cache
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


class Time:
    """The clock by which pages are kept, which a test moves."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand still at some moment."""
        self.now = 1000.0
        for module in (page_cache, kept_page):
            monkeypatch.setattr(module, "monotonic", lambda: self.now)


class Slow:
    """A view whose every building waits to be let go; it says which one it is."""

    def __init__(self, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
        """Stand in the place of the text's view."""
        self.begun: list[Event] = []
        self.go_on: list[Event] = [Event(), Event()]
        view = app.view_functions["public.text"]

        @wraps(view)
        def slow(**_named: Any) -> Any:  # noqa: ANN401 - the view
            go_on = self.go_on[len(self.begun)]
            self.begun.append(go_on)
            number = len(self.begun)
            assert go_on.wait(PATIENCE)
            return f"building {number}"

        monkeypatch.setitem(app.view_functions, "public.text", slow)

    def wait_for(self, number: int) -> None:
        """Wait until so many buildings have begun."""
        until = monotonic() + PATIENCE
        while len(self.begun) < number and monotonic() < until:
            sleep(0.005)
        assert len(self.begun) == number


class Waiting:
    """What hands a page to those who wait, counting them."""

    def __init__(self) -> None:
        """Stand in the place of the cache's own."""
        self.number, self._handed = 0, page_cache._handed

    def __call__(self, building: page_cache.Building) -> Any:  # noqa: ANN401 - a page
        """Count one more."""
        self.number += 1
        return self._handed(building)


def test_a_page_that_takes_longer_than_it_is_kept_is_handed_to_those_who_wait(
    app: Flask, asked: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    time, slow, handed = Time(monkeypatch), Slow(app, monkeypatch), Waiting()
    monkeypatch.setattr(page_cache, "_handed", handed)

    def ask(_number: int) -> str:
        return FlaskClient(app).get(text_url(asked)).text

    with ThreadPoolExecutor(6) as threads:
        first = threads.submit(ask, 0)
        slow.wait_for(1)
        waiting = [threads.submit(ask, number) for number in range(3)]
        until = monotonic() + PATIENCE
        while handed.number < 3 and monotonic() < until:
            sleep(0.005)
        time.now += 3
        # What was begun three seconds ago may be older than what a reader who comes now may get.
        late = threads.submit(ask, 4)
        slow.wait_for(2)
        slow.go_on[0].set()
        assert {each.result(PATIENCE) for each in (first, *waiting)} == {"building 1"}
        assert app.extensions[PAGE_CACHE].pages() == []
        slow.go_on[1].set()
        assert late.result(PATIENCE) == "building 2"
    assert FlaskClient(app).get(text_url(asked)).text == "building 2"
    assert len(slow.begun) == 2
    assert not app.extensions[PAGE_CACHE]._being_built
