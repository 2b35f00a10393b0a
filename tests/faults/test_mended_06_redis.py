"""A Redis that takes connections and never answers costs one short wait, not twenty seconds with each form."""

from __future__ import annotations

import socket
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from time import monotonic

import pytest
from flask import Flask

from consult.jobs.nudge import nudge_for
from consult.jobs.queue import open_queue
from consult.shared import breaker
from tests.attack.attackers import script, try_password
from tests.attack.conftest import MakeApp, make_app, with_password
from tests.public.conftest import committed

__all__ = ["committed", "make_app", "with_password"]
# What two waits of a third of a second may take on a machine that others use too.
SHORT = 5.0


class Silent:
    """A server that takes connections, reads and says nothing."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        self.taken: list[socket.socket] = []
        self.url = f"redis://127.0.0.1:{listening.getsockname()[1]}"
        Thread(target=self._take, daemon=True).start()

    def _take(self) -> None:
        while True:
            try:
                self.taken.append(self.listening.accept()[0])
            except OSError:
                return


@pytest.fixture
def silent() -> Iterator[Silent]:
    """Return such a server on the loopback address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        server = Silent(listening)
        yield server
        listening.shutdown(socket.SHUT_RDWR)
    for each in server.taken:
        each.close()


@pytest.fixture
def passed(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return seconds by which a test may put the time of breakers on."""
    more = [0.0]
    monkeypatch.setattr(breaker, "monotonic", lambda: monotonic() + more[0])
    return more


def test_limits_count_in_the_process_after_one_short_wait(
    make_app: MakeApp, silent: Silent, caplog: pytest.LogCaptureFixture, passed: list[float]
) -> None:
    app = make_app(limits_url=silent.url, sign_in_rate="3 per hour")
    client = script(app, "192.0.2.1")
    began = monotonic()
    codes = [try_password(client, "nobody@example.org").status_code for _ in range(5)]
    assert codes == [422, 422, 422, 429, 429], "what counts is counted here"
    assert monotonic() - began < SHORT * 2
    assert len(silent.taken) == 1, "all the others did not wait"
    passed[0] += breaker.REST
    try_password(client, "nobody@example.org")
    assert len(silent.taken) == 2, "it is asked again after a rest"
    assert caplog.text.count("limits: the storage is out of reach") == 1


def test_the_worker_is_not_called_twice_in_vain(
    make_app: MakeApp, silent: Silent, caplog: pytest.LogCaptureFixture, passed: list[float]
) -> None:
    app = make_app(jobs_url=silent.url)
    nudge = nudge_for(app)
    began = monotonic()
    for _ in range(10):
        nudge()
    assert monotonic() - began < SHORT
    assert len(silent.taken) == 1
    passed[0] += breaker.REST
    nudge()
    assert len(silent.taken) == 2
    assert caplog.text.count("the queue is out of reach") == 1


def test_when_the_queue_is_back_the_log_says_so(
    app: Flask, caplog: pytest.LogCaptureFixture, passed: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = [True]

    def deliver() -> None:
        if broken:
            raise ConnectionError

    monkeypatch.setattr("consult.jobs.nudge.register", lambda *_: deliver)
    nudge = nudge_for(app)
    nudge()
    broken.clear()
    nudge()
    assert "answers again" not in caplog.text, "it was left alone"
    passed[0] += breaker.REST
    nudge()
    nudge()
    assert caplog.text.count("the queue answers again") == 1


def test_a_file_of_jobs_that_is_held_keeps_no_request_waiting(
    make_app: MakeApp, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "jobs.db"
    open_queue(str(path))
    app = make_app(jobs_url=str(path))
    nudge = nudge_for(app)
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        began = monotonic()
        nudge()
        assert monotonic() - began < SHORT - 1  # The worker itself waits for as long as SHORT.
    assert "the queue is out of reach" in caplog.text


def test_the_worker_listens_for_longer_than_it_waits_for_an_answer(silent: Silent) -> None:
    queue = open_queue(silent.url, within=1.5)
    began = monotonic()
    with pytest.raises(Exception, match="imeout"):
        queue.storage.enqueue(b"a task")
    assert 1.0 < monotonic() - began < SHORT
    assert open_queue(silent.url).storage.read_timeout < 5.0
