"""An empty installation as an operator sets one up: PostgreSQL, the server, the worker and a mail server with TLS."""

from __future__ import annotations

import os
import signal
import ssl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import trustme

from tests.databases import ROOT, empty_database
from tests.faults.server import PATIENCE, Server
from tests.mail_server import Inbox, mail_server


@dataclass
class Installation:
    """A running installation in one language, and the mails that left it."""

    lang: str
    server: Server
    inbox: Inbox
    later: Path
    read: dict[str, int]

    @property
    def base(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.server.port}"

    def url(self, path: str) -> str:
        """Return an address under the walk's language."""
        return f"/{self.lang}{path}"

    def pass_by(self, time_: timedelta) -> None:
        """Let so much time pass, for the server and the worker alike."""
        self.later.write_text(str(float(self.later.read_text()) + time_.total_seconds()))

    def today(self, more: int = 0) -> str:
        """Return the day that it is there, or so many days later, as people write it."""
        moved = datetime.now(ZoneInfo("Asia/Amman")) + timedelta(more, float(self.later.read_text()))
        return f"{moved:%d/%m/%Y}"

    def operate(self, *words: str) -> str:
        """Give a command as the operator does, and return what it said."""
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "flask", "--app", "wsgi", *words],
            cwd=ROOT, env=self.server.environment(), capture_output=True, text=True, timeout=120, check=True,
        )  # fmt: skip
        return done.stdout

    def mails_to(self, address: str) -> list[str]:
        """Wait until a mail to ``address`` has come that was not asked for before; return all, oldest first."""
        until = time.monotonic() + PATIENCE
        while len(found := self._to(address)) <= self.read.get(address, 0):
            assert time.monotonic() < until, f"no mail to {address} came; there are {len(found)}"
            time.sleep(0.1)
        self.read[address] = len(found)
        return found

    def mail_with(self, address: str, *words: str) -> str:
        """Wait until a mail to ``address`` has come that says one of ``words``, and return it."""
        until = time.monotonic() + PATIENCE
        while True:
            for mail in self._to(address):
                if any(each in mail for each in words):
                    return mail
            assert time.monotonic() < until, f"no mail to {address} says any of {words}"
            time.sleep(0.1)

    def _to(self, address: str) -> list[str]:
        found = []
        for mail in list(self.inbox.received):
            if mail["To"] == address:
                part = mail.get_body(("plain",))
                assert part is not None
                found.append(f"{mail['Subject']}\n{part.get_content()}")
        return found


@contextmanager
def _worker(server: Server) -> Iterator[None]:
    """Run the worker beside the server until the end."""
    command = [str(Path(sys.executable).with_name("huey_consumer")), "tests.e2e.moved.huey"]
    with (server.folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(  # noqa: S603 - our own program
            command, cwd=ROOT, env=server.environment(), stdout=log, stderr=log, start_new_session=True
        )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


@contextmanager
def installation(folder: Path, lang: str, mark: str) -> Iterator[Installation]:
    """Yield a new installation: migrated, empty, in production, with nothing in it that the demonstration has."""
    authority = trustme.CA()
    certificate, trusted = authority.issue_cert("localhost"), folder / "authority.pem"
    authority.cert_pem.write_to_path(str(trusted))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    later = folder / "later"
    later.write_text("0")
    with (
        empty_database("postgresql", folder, mark) as database,
        mail_server(utf8=False, tls=context) as (inbox, mail),
    ):
        more = {
            "ENVIRONMENT": "production", "SECRET_KEY": "a key of this walk alone, " * 2, "PROXIES": "0",
            "MAIL_URL": mail, "SSL_CERT_FILE": str(trusted), "CONSULT_LATER": str(later), "LIMITS_URL": "memory://",
            "PAGE_SECONDS": "0", "PYTHONPATH": str(ROOT),
        }  # fmt: skip
        server = Server(database, folder, app="tests.e2e.moved:app", more=more)
        made = Installation(lang, server, inbox, later, {})
        made.operate("database", "upgrade")
        server.start()
        try:
            with _worker(server):
                yield made
        finally:
            server.kill()
