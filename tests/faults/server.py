"""The real server, as `tools/serve.sh` starts it, for tests that kill it; and what they say to it."""

from __future__ import annotations

import http.client
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import generate_csrf
from sqlalchemy.orm import Session

from consult.accounts.models import UserSession
from consult.accounts.queries import token_hash
from consult.shared import clock
from tests.databases import ROOT

if TYPE_CHECKING:
    from random import Random

    from flask import Flask

PATIENCE = 30.0
# What `telling` is asked and says by headers: for how many seconds it thinks about a request, and which process answers
# and which loaded the application. And what stands in the error that it raises on `/broken`.
TAKES, PROCESS = "X-Takes", "X-Process"
SECRET = "what somebody said"


class NoServerError(Exception):
    """The server did not begin to answer."""


@dataclass
class Server:
    """The server with its processes, on a free port of the loopback address; every one of them is ours to kill.

    ``more`` are settings beside the usual ones.
    """

    database_url: str
    folder: Path
    port: int = 0
    process: subprocess.Popen[bytes] | None = None
    app: str = "wsgi:app"
    more: dict[str, str] = field(default_factory=dict)

    def start(self) -> None:
        """Start it and wait until it answers."""
        if not self.port:
            with socket.create_server(("127.0.0.1", 0)) as free:
                self.port = free.getsockname()[1]
        serving = f"from serve import server, Settings; server({self.app!r}, Settings()).serve()"
        command = [sys.executable, "-c", serving]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own server
                command, cwd=ROOT, env=self.environment(), stdout=log, stderr=log, start_new_session=True
            )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            if time.monotonic() > until or self.process.poll() is not None:
                raise NoServerError((self.folder / "server.log").read_text()[-2000:])
            time.sleep(0.05)

    def kill(self) -> None:
        """End all its processes at once, as when the power goes."""
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def stop(self) -> int:
        """Ask it to end, as an operator does, and return its status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(PATIENCE)

    def workers(self) -> list[int]:
        """Return its workers, by the ids of their processes."""
        assert self.process is not None
        tasks = Path(f"/proc/{self.process.pid}/task").glob("*/children")
        return [int(each) for task in tasks for each in task.read_text().split()]

    def kill_workers(self, random: Random) -> None:
        """End one or all of its workers at once; it starts others."""
        own = self.workers()
        for worker in random.sample(own, random.randint(min(1, len(own)), len(own))):
            os.kill(worker, signal.SIGKILL)

    def watch_over(self) -> None:
        """Start it again where it gave up, as it does when its workers end again and again."""
        if self.process is not None and self.process.poll() is not None:
            self.start()

    def _answers(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 0.2):
                pass
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
            connection.request("GET", "/healthz")
            answered = connection.getresponse().status == http.HTTPStatus.OK
            connection.close()
        except OSError:
            return False
        return answered

    def environment(self) -> dict[str, str]:
        """Return the settings by which its processes start."""
        return {
            **os.environ, "ENVIRONMENT": "test", "SECRET_KEY": "test-" * 8, "DATABASE_URL": self.database_url,
            "BASE_URL": f"http://127.0.0.1:{self.port}", "VAR_DIR": str(self.folder / "var"),
            "LISTEN": f"127.0.0.1:{self.port}", "WORKERS": "2", "THREADS": "4", **self.more,
        }  # fmt: skip


@dataclass(frozen=True)
class Browser:
    """Somebody's browser, signed in, by HTTP alone; what breaks off raises OSError or HTTPException."""

    port: int
    cookie: str
    token: str
    more: dict[str, str] = field(default_factory=dict)

    def page(self, path: str) -> tuple[int, str]:
        """Return a page's status and HTML."""
        status, _location, page = self._ask("GET", path, None)
        return status, page

    def post(self, path: str, typed: dict[str, str]) -> tuple[int, str]:
        """Send a form and return the status and where it led; an answer is read whole before it counts."""
        status, location, _page = self._ask("POST", path, urlencode({**typed, "csrf_token": self.token}))
        return status, location

    def _ask(self, method: str, path: str, body: str | None) -> tuple[int, str, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin", **self.more}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.getheader("Location") or "", answer.read().decode()
        finally:
            connection.close()


def browser_of(app: Flask, port: int, user_id: int, more: dict[str, str] | None = None) -> Browser:
    """Return the browser of somebody who signed in, as signing in would have left it; ``more`` are its headers."""
    token = secrets.token_urlsafe(32)
    engine = app.extensions["engine"].execution_options(write=True)
    with Session(engine) as database, database.begin():
        database.add(
            UserSession(
                user_id=user_id, token_hash=token_hash(token), device="Firefox, Linux", began_at=clock.now(),
                expires_at=datetime(2100, 1, 1, tzinfo=UTC),
            )
        )  # fmt: skip
    with app.test_request_context():
        session["_user_id"] = token
        forgery = generate_csrf()
        signer = SecureCookieSessionInterface().get_signing_serializer(app)
        assert signer is not None
        kept = signer.dumps(dict(session))
    return Browser(port, f"{app.config['SESSION_COOKIE_NAME']}={kept}", forgery, more or {})
