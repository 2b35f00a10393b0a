"""The server as operators start it: it loses no request, and what is slow, large or claimed harms nobody else."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consult.contributions.models import Contribution
from tests.databases import ROOT
from tests.factories.people import person
from tests.faults.nginx import SEEN, ask
from tests.faults.server import PATIENCE, PROCESS, SECRET, TAKES, Server, browser_of
from tests.faults.test_kill import asked

if TYPE_CHECKING:
    from flask import Flask

    from tests.databases import MigratedDatabase
    from tests.factories.scenes import Scene

__all__ = ["asked"]
FORM = "Content-Type: application/x-www-form-urlencoded"
CLAIMS = {
    "X-Forwarded-For": "203.0.113.9, 198.51.100.7",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Host": "evil.example",
}


@pytest.fixture(scope="session")
def engine_name() -> str:
    """Return the one engine of these tests: how requests come and go does not differ by it."""
    return "sqlite"


@pytest.fixture(scope="module")
def served(migrated: MigratedDatabase, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Return a server behind one proxy, as it stands in production; nothing is written through it."""
    made = Server(
        migrated.url, tmp_path_factory.mktemp("served"), app="tests.faults.telling:app", more={"PROXIES": "1"}
    )
    made.start()
    yield made
    made.kill()


def sent(server: Server, *lines: str, body: bytes = b"", wait: float = PATIENCE) -> tuple[int, float]:
    """Send a request as it is written; return the status, 0 where the connection was closed, and the seconds."""
    began = time.monotonic()
    with socket.create_connection(("127.0.0.1", server.port), wait) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode() + body)
        head = connection.recv(64)
    return int(head.split()[1]) if head else 0, time.monotonic() - began


def process_of(server: Server) -> int:
    """Return which process answers, another each time; 0 where one was just killed."""
    try:
        return int(ask(server.port, "/healthz").headers[PROCESS].split()[0])
    except OSError:
        return 0


def log_of(server: Server) -> str:
    return (server.folder / "server.log").read_text()


def test_who_is_slow_to_send_or_to_read_does_not_hold_the_others(served: Server) -> None:
    with ExitStack() as slow:
        for lines in (
            ("POST /en/login HTTP/1.1", "Host: 127.0.0.1", FORM, "Content-Length: 1000"),
            ("GET /large HTTP/1.1", "Host: 127.0.0.1"),
            ("GET /large HTTP/1.1", "Host: 127.0.0.1"),
        ):
            connection = slow.enter_context(socket.create_connection(("127.0.0.1", served.port), PATIENCE))
            connection.sendall("\r\n".join([*lines, "", ""]).encode())
            connection.recv(1) if "GET" in lines[0] else connection.sendall(b"email=")
        # So many that the system gives each process some of them.
        for _ in range(12):
            began = time.monotonic()
            assert ask(served.port, "/en/plans/").status == 200
            assert time.monotonic() - began < 5


def test_a_body_over_the_limit_is_refused_before_it_is_read(served: Server) -> None:
    status, seconds = sent(
        served, "POST /en/login HTTP/1.1", f"Host: 127.0.0.1:{served.port}", FORM, "Content-Length: 1000000000",
        body=b"email=",
    )  # fmt: skip
    assert (status, seconds < 10) == (413, True)


def test_the_request_line_and_the_headers_have_bounds(served: Server) -> None:
    host = f"Host: 127.0.0.1:{served.port}"
    assert sent(served, f"GET /{'a' * 100_000} HTTP/1.1", host)[0] == 414
    assert sent(served, "GET /healthz HTTP/1.1", host, *(f"X-{n}: 1" for n in range(200)))[0] == 431
    assert sent(served, "GET /healthz HTTP/1.1", host, f"X-Long: {'a' * 500_000}")[0] in {0, 431}
    assert sent(served, "GET /healthz HTTP/1.1", host, "X-Long: abc")[0] == 200


def test_only_what_our_own_proxy_wrote_is_believed(served: Server) -> None:
    answer = ask(served.port, "/healthz", headers=CLAIMS)
    assert answer.headers[SEEN] == f"198.51.100.7 https 127.0.0.1:{served.port}"
    assert ask(served.port, "/healthz").headers[SEEN] == f"127.0.0.1 http 127.0.0.1:{served.port}"


def test_each_process_loads_the_application_by_itself_and_starts_no_other(served: Server) -> None:
    for _ in range(8):
        answers, loaded = ask(served.port, "/healthz").headers[PROCESS].split()
        assert answers == loaded
    assert len(served.workers()) == 2
    for worker in served.workers():
        assert not Path(f"/proc/{worker}/task/{worker}/children").read_text().split()


def test_what_was_built_is_sent_whole_in_part_or_not_at_all(served: Server) -> None:
    built = json.loads((ROOT / "consult" / "static" / "dist" / "manifest.json").read_text())
    path = f"/static/{built['card.png']}"
    whole = ask(served.port, path)
    assert whole.status == 200
    head = ask(served.port, path, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["Content-Length"] == str(len(whole.body))
    part = ask(served.port, path, headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])
    known = {"If-None-Match": whole.headers["ETag"]}
    assert (ask(served.port, path, headers=known).status, ask(served.port, path, headers=known).body) == (
        304,
        b"",
    )


def test_what_breaks_off_does_not_look_whole_and_no_log_has_its_words(served: Server) -> None:
    # Where nothing had left yet, nothing comes at all.
    with pytest.raises((http.client.IncompleteRead, http.client.RemoteDisconnected)):
        ask(served.port, "/broken")
    until = time.monotonic() + PATIENCE
    while "in _broken" not in log_of(served) and time.monotonic() < until:
        time.sleep(0.05)
    assert "in _broken" in log_of(served)
    assert SECRET not in log_of(served)


def test_a_request_is_one_line_of_the_log(served: Server) -> None:
    rule, before = "/<any(ar, en):lang>/moderation-log/ 200", len(log_of(served).splitlines())
    for _ in range(3):
        assert ask(served.port, "/en/moderation-log/").status == 200
    lines = log_of(served).splitlines()
    assert (len(lines) - before, log_of(served).count(rule)) == (3, 3)
    assert "127.0.0.1" not in "".join(lines)


def test_a_killed_process_is_replaced_and_a_stop_loses_nothing_that_was_begun(
    database: MigratedDatabase, app: Flask, asked: Scene, tmp_path: Path
) -> None:
    server = Server(database.url, tmp_path, app="tests.faults.telling:app", more={"PROXIES": "0"})
    with Session(database.engine.execution_options(write=True)) as session, session.begin():
        author = person(session).user_id
    try:
        server.start()
        assert ask(server.port, "/healthz", headers=CLAIMS).headers[SEEN].startswith("127.0.0.1 http ")
        first = server.workers()
        os.kill(first[0], signal.SIGKILL)
        until = time.monotonic() + PATIENCE
        # A process that is still beginning would not hear that it shall end.
        while process_of(server) in {0, *first} and time.monotonic() < until:
            time.sleep(0.02)
        assert first[0] not in server.workers()
        assert len(server.workers()) == 2
        clause, version = str(asked.clauses[0]), str(asked.version.id)
        typed = {
            "key": "one",
            "body": "Begun before",
            "clause": clause,
            "version": version,
            "speak_as": "unnamed",
        }
        browser = browser_of(app, server.port, author, {TAKES: "1.5"})
        with ThreadPoolExecutor(1) as pool:
            posting = pool.submit(
                browser.post, f"/en/consultations/{asked.consultation.slug}/contribute", typed
            )
            time.sleep(0.7)
            assert server.stop() == 0
            status, location = posting.result(PATIENCE)
    finally:
        server.kill()
    assert status == 303
    with Session(database.engine) as session:
        (said,) = session.scalars(select(Contribution).where(Contribution.revision.has(body="Begun before")))
        assert f"/en/contributions/{said.reference}" in location
